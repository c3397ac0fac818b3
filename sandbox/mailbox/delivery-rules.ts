/** What should happen to mail for addresses that match a pattern (`*` stands for any run of characters). */
export type RuleKind =
  /** The recipient is refused at RCPT TO. */
  | 'refuse'
  /** The recipient is put off with a temporary code, `times` times; then accepted. */
  | 'defer'
  /** The mail is accepted and reported as undeliverable later. */
  | 'accept-then-bounce'
  /** The connection breaks after the mail was stored, before the sender hears about it. */
  | 'accept-then-drop'
  /** The connection breaks before the mail was stored. */
  | 'drop';

export interface DeliveryRule {
  id: string;
  pattern: string;
  kind: RuleKind;
  code: number;
  message: string;
  /** How often the rule still applies; null = for ever. */
  times: number | null;
  /** For `accept-then-bounce`: sandbox milliseconds between acceptance and the bounce. */
  afterMs: number;
}

export interface RuleRequest {
  pattern: string;
  kind: RuleKind;
  code?: number;
  message?: string;
  times?: number;
  afterMs?: number;
}

const defaults: Record<RuleKind, { code: number; message: string; times: number | null }> = {
  refuse: { code: 550, message: '5.1.1 Mailbox unavailable', times: null },
  defer: { code: 451, message: '4.3.0 Try again later', times: 1 },
  'accept-then-bounce': { code: 550, message: '5.1.1 Mailbox unavailable', times: null },
  'accept-then-drop': { code: 0, message: 'connection dropped after acceptance', times: 1 },
  drop: { code: 0, message: 'connection dropped', times: 1 },
};

export const ruleKinds = Object.keys(defaults) as RuleKind[];

/** Rules that are there from the start: one address space that always refuses, one that bounces afterwards. */
export const builtInRules: RuleRequest[] = [
  { pattern: '*@bounce.example', kind: 'refuse' },
  { pattern: '*@late-bounce.example', kind: 'accept-then-bounce' },
];

export function matchesAddress(pattern: string, address: string): boolean {
  const source = pattern.split('*').map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&')).join('.*');
  return new RegExp(`^${source}$`, 'i').test(address);
}

export class DeliveryRules {
  private rules: DeliveryRule[] = [];
  private count = 0;

  constructor() {
    this.reset();
  }

  add(request: RuleRequest): DeliveryRule {
    const preset = defaults[request.kind];
    this.count += 1;
    const rule: DeliveryRule = {
      id: `rule-${this.count}`,
      pattern: request.pattern,
      kind: request.kind,
      code: request.code ?? preset.code,
      message: request.message ?? preset.message,
      times: request.times ?? preset.times,
      afterMs: request.afterMs ?? 0,
    };
    this.rules.push(rule);
    return rule;
  }

  list(): DeliveryRule[] {
    return this.rules.map((rule) => ({ ...rule }));
  }

  remove(id: string): boolean {
    const kept = this.rules.filter((rule) => rule.id !== id);
    const wasThere = kept.length < this.rules.length;
    this.rules = kept;
    return wasThere;
  }

  /** Back to the built-in rules. */
  reset(): void {
    this.rules = [];
    this.count = 0;
    for (const request of builtInRules) this.add(request);
  }

  /** The newest rule of the given kinds for this address; a counted rule is used up by one. */
  take(address: string, kinds: readonly RuleKind[]): DeliveryRule | undefined {
    const rule = this.rules.findLast((one) =>
      kinds.includes(one.kind) && one.times !== 0 && matchesAddress(one.pattern, address));
    if (!rule) return undefined;
    if (rule.times !== null) rule.times -= 1;
    return { ...rule };
  }
}
