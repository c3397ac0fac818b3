import { matchesAddress } from '../mailbox/delivery-rules.js';

/** What becomes of an SMS to a number. Everything else is delivered. */
export const phoneKinds = ['invalid', 'landline', 'unreachable', 'dead', 'silent'] as const;
export type PhoneKind = (typeof phoneKinds)[number];

export interface PhoneRule { readonly pattern: string; readonly kind: PhoneKind }

/** Numbers that the Swedish regulator keeps free for fiction. */
export const builtInPhoneRules: readonly PhoneRule[] = [
  { pattern: '+46701740691', kind: 'invalid' }, { pattern: '+46701740692', kind: 'landline' }, { pattern: '+46701740693', kind: 'unreachable' },
  { pattern: '+46701740694', kind: 'dead' }, { pattern: '+46701740695', kind: 'silent' },
];

export interface PhoneMessage {
  readonly id: string;
  /** `in`: to the phone; `out`: what its owner wrote. */
  readonly direction: 'in' | 'out';
  readonly provider: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  /** ISO 8601, sandbox time. */
  readonly at: string;
  readonly links: readonly string[];
}

type Receive = (message: { readonly from: string; readonly to: string; readonly text: string }) => void;

/** The phones that all SMS providers of the sandbox reach, in memory. */
export class PhoneNetwork {
  private rules: PhoneRule[] = [...builtInPhoneRules];
  private kept: PhoneMessage[] = [];
  private count = 0;
  private readonly numbers = new Map<string, { readonly provider: string; readonly receive: Receive }>();

  constructor(private readonly timestamp: () => string) {}

  /** A provider's number: what phones write to it goes to `receive`. */
  connect(number: string, provider: string, receive: Receive): void {
    this.numbers.set(number, { provider, receive });
  }

  kindOf(number: string): PhoneKind | null {
    return this.rules.findLast(({ pattern }) => matchesAddress(pattern, number))?.kind ?? null;
  }

  addRule(rule: PhoneRule): void {
    this.rules.push(rule);
  }

  listRules(): readonly PhoneRule[] {
    return [...this.rules];
  }

  /** Puts an SMS on the phone, unless nobody has that phone. */
  carry(provider: string, from: string, to: string, text: string): void {
    const kind = this.kindOf(to);
    if (kind === null || kind === 'silent') this.add('in', provider, from, to, text);
  }

  /** What the owner of a phone answers. False when no provider has the number it goes to. */
  write(from: string, to: string, text: string): boolean {
    const number = this.numbers.get(to);
    if (!number) return false;
    this.add('out', number.provider, from, to, text);
    number.receive({ from, to, text });
    return true;
  }

  /** Oldest first; of one phone when given. */
  messages(phone?: string): readonly PhoneMessage[] {
    return this.kept.filter((message) => phone === undefined || phoneOf(message) === phone);
  }

  phones(): readonly string[] {
    return [...new Set(this.kept.map(phoneOf))].sort();
  }

  reset(): void {
    this.kept = [];
    this.rules = [...builtInPhoneRules];
  }

  private add(direction: 'in' | 'out', provider: string, from: string, to: string, text: string): void {
    this.count += 1;
    const links = [...text.matchAll(/https?:\/\/[^\s<>"')\]]+/g)].map((match) => match[0].replace(/[.,;:!?]+$/, ''));
    this.kept.push({ id: `sms-${this.count}`, direction, provider, from, to, text, at: this.timestamp(), links });
  }
}

const phoneOf = (message: PhoneMessage): string => (message.direction === 'in' ? message.to : message.from);
