/**
 * What the cross-tenant runner may reach, and why; the whole list (decisions D3). A table that joins it needs a
 * reason here, and its columns are then seen across tenants by the hub's bookkeeping (never by a plugin).
 */
export const RUNNER_TABLES: Readonly<Record<string, 'read' | 'write'>> = {
  // Claiming: which lane of which tenant has due work, and what became of it.
  signal: 'write', lane: 'write', job: 'write', action: 'write', fact: 'read', schedule: 'write', schedule_run: 'write', mirror_feed: 'write',
  // Who is calling: credentials, consents and webhook doors are looked up before the tenant is known.
  tenant: 'write', member: 'read', connection: 'write', oauth_state: 'write', hook: 'read', installation: 'read',
  api_key: 'write', operator: 'write', idempotency_record: 'write',
  // Rate permits of all processes.
  permit_bucket: 'write',
  // Work that is found across tenants: mails to send, entries to chain, persons to erase.
  message: 'write', audit_entry: 'read', audit_head: 'read', erasure: 'read',
  // Business time.
  business_clock: 'write',
};

/** Tables of the platform itself: no tenant owns their rows, and the application role cannot touch them. */
export const PLATFORM_TABLES = ['business_clock', 'operator', 'schema_journal', 'tenant'];
