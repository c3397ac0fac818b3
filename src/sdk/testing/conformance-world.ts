/** What a plugin did about one person, as Lever and the vendor hold it: comparable text, each line one effect. */
export type Effects = readonly string[];

/**
 * A running hub with the plugin in it and emulators around it: what the conformance suite drives. The hub's
 * own repository brings one; a plugin elsewhere writes the methods over its own emulators.
 */
export interface ConformanceWorld {
  /** State of the installation as the API tells it. */
  state(): Promise<string>;
  /** Status of an attempt to enable; 409 while set-up steps are open. */
  enable(): Promise<number>;
  disable(): Promise<number>;
  /** Every set-up step, as an admin would do them, without enabling. */
  setUp(): Promise<void>;
  /** Whatever a customer does after enabling so that the plugin reacts at all, e.g. linking a posting. */
  begin(): Promise<void>;
  /** Makes one thing happen in Lever to which the plugin must react; answers whom it concerns. */
  provoke(): Promise<string>;
  /** What the plugin has done about that person so far. */
  effects(person: string): Promise<Effects>;
  /** Tells the hub of the same thing again: each webhook once more, and a poll. */
  tellAgain(person: string): Promise<void>;
  /** Waits until the hub has nothing left to do. */
  settle(): Promise<void>;
  /** Sends the vendor's newest event again, and one with a wrong signature; answers both statuses. Null without vendor webhooks. */
  vendorWebhooks(): Promise<{ readonly repeated: number; readonly forged: number } | null>;
  /** The authorisation is taken back in Lever. */
  revokeInLever(): Promise<void>;
  reconnectLever(): Promise<void>;
  /** Stops the hub in the middle of what it does and starts it again. */
  restart(): Promise<void>;
  /** Calls to Lever that change something, and writes in the ledger that were sent to Lever, since the start. */
  leverWrites(): Promise<{ readonly calls: number; readonly ledger: number }>;
  /** What another organisation's super admin sees of the person and of the installation. */
  seenByOthers(person: string): Promise<Effects>;
  stop(): Promise<void>;
}
