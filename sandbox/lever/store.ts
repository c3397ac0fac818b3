import type { SandboxClock } from '../kit/clock.js';
import { SeededRandom } from '../kit/seeded-random.js';
import { AccessRegistry } from './access-registry.js';
import { LeverAccount, type LeverUrls } from './account.js';
import { ControlError } from './control/control-error.js';
import type { User } from './model/people.js';

export interface NewAccount {
  readonly slug: string;
  readonly name: string;
  readonly emailDomain?: string;
}

/** All customers of the emulated Lever, and who may call on their behalf. */
export class LeverStore {
  readonly random: SeededRandom;
  readonly access: AccessRegistry;
  /** What an OAuth request may name as `audience`; the address of the API is added once it is known. */
  readonly audiences = ['https://api.lever.co/v1/', 'https://api.sandbox.lever.co/v1/'];
  /** Whether reusing a rotated refresh token also ends its successors. */
  reuseRevokesFamily = true;
  private readonly bySlug = new Map<string, LeverAccount>();
  private readonly watchers: Array<(account: LeverAccount) => void> = [];

  constructor(readonly clock: SandboxClock, readonly urls: LeverUrls, private readonly seed: number | string) {
    this.random = new SeededRandom(`lever/${seed}`);
    this.access = new AccessRegistry(clock, new SeededRandom(`access/${seed}`));
  }

  addAccount(input: NewAccount): LeverAccount {
    if (this.bySlug.has(input.slug)) throw new ControlError(409, `The account ${input.slug} exists.`);
    const account = new LeverAccount({
      slug: input.slug, name: input.name, emailDomain: input.emailDomain ?? `${input.slug}.example`,
        seed: `${this.seed}/${input.slug}`,
      clock: this.clock, urls: this.urls,
    });
    this.bySlug.set(account.slug, account);
    for (const watch of this.watchers) watch(account);
    return account;
  }

  account(slug: string): LeverAccount {
    const account = this.bySlug.get(slug);
    if (account === undefined) throw new ControlError(404, `There is no account ${slug}.`);
    return account;
  }

  accounts(): LeverAccount[] {
    return [...this.bySlug.values()];
  }

  /** Calls `watch` with every account added from now on. */
  onAccount(watch: (account: LeverAccount) => void): void {
    this.watchers.push(watch);
  }

  user(id: string): User | undefined {
    for (const account of this.bySlug.values()) {
      const user = account.users.get(id);
      if (user !== undefined) return user;
    }
    return undefined;
  }

  accountOfUser(id: string): LeverAccount {
    const account = this.accounts().find((candidate) => candidate.users.has(id));
    if (account === undefined) throw new ControlError(404, `There is no user ${id}.`);
    return account;
  }
}
