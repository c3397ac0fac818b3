import { assertOutsideTransaction, type Database } from '../database/database.js';
import type { ConnectionStore } from '../connections/connection-store.js';
import { CredentialRefused, OutsideError, SwitchedOff, type PatchbayError } from '../sdk/errors.js';
import type { VendorAnswer, VendorHttp, VendorRequest } from '../sdk/vendor-http.js';
import { exchange, isRepeatable, judgeAnswer } from './outside-call.js';
import { OutsidePolicies } from './outside-policies.js';
import { VendorAccess, type VendorCaller } from './vendor-access.js';

const ALLOWED = { 'work': ['enabled'], 'set-up': ['draft', 'enabled', 'paused', 'disabled', 'revoked'], 'clean-up': ['enabled', 'disabling', 'paused'] } as const;

/** Vendor calls over HTTP with the installation's credential, a breaker per connection, and the off switch before each try. */
export class HttpVendorAccess extends VendorAccess {
  private readonly policies = new OutsidePolicies();

  constructor(
    private readonly database: Database, private readonly store: ConnectionStore,
    private readonly vendors: Readonly<Record<string, { readonly baseUrl: string }>>,
  ) { super(); }

  open(caller: VendorCaller): VendorHttp {
    return { request: (request) => this.request(caller, request) };
  }

  private async request(caller: VendorCaller, request: VendorRequest): Promise<VendorAnswer> {
    assertOutsideTransaction();
    const { vendor, key: integration } = caller.provider.manifest;
    const base = vendor && this.vendors[vendor.system]?.baseUrl;
    if (!vendor || !base) throw new OutsideError('vendor-not-configured', `The address of ${integration}'s vendor is not configured.`, { retryable: false, status: 409 });
    const call = { isRepeatable: isRepeatable(request), name: `${integration}'s vendor` };
    return this.policies.run(caller.connectionId ?? caller.view.id, call, async () => {
      const key = await this.credential(caller);
      await this.assertOn(caller);
      const answer = await exchange(`${base}${request.path}`, request, { auth: vendor.authorize(key), signal: caller.signal, redirect: 'error' });
      if (answer.status === 401 || answer.status === 403) throw await this.refusal(caller, key);
      return judgeAnswer(answer, request);
    });
  }

  private async credential(caller: VendorCaller): Promise<string> {
    const em = this.database.forTenant(caller.view.tenantId);
    const row = caller.connectionId ? await this.store.byId(em, caller.connectionId) : null;
    const secret = row?.state === 'active' ? await this.store.open(em, row) : null;
    if (secret?.kind !== 'api_key') throw new CredentialRefused('vendor', 'The vendor is not connected.');
    return secret.key;
  }

  /** A key that was replaced while its call was under way says nothing about the one that replaced it. */
  private async refusal(caller: VendorCaller, refused: string): Promise<PatchbayError> {
    const isReplaced = await this.credential(caller) !== refused;
    return isReplaced
      ? new OutsideError('credential-replaced', 'The vendor credential was replaced during the call.', { retryable: true })
      : new CredentialRefused('vendor', 'The vendor refused the credential.');
  }

  private async assertOn(caller: VendorCaller): Promise<void> {
    const rows = await this.database.forTenant(caller.view.tenantId).execute<{ state: string; epoch: number }[]>(
      'select state, epoch from installation where id = ?', [caller.view.id]);
    const now = rows[0];
    if (!now || now.epoch !== caller.view.epoch || !(ALLOWED[caller.during] as readonly string[]).includes(now.state)) throw new SwitchedOff();
  }
}
