/** Told when an outside system refuses a credential; switches the owner off and alerts once (SH-8). */
export abstract class RevocationNotice {
  /** `owner` is an installation id or `hub`. Safe to call many times. */
  abstract noticeRefusal(tenantId: string, owner: string, system: 'lever' | 'vendor', cause: string): Promise<void>;
}
