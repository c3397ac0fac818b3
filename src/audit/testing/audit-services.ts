import { Database } from '../../database/database.js';
import type { Clock } from '../../sdk/clock.js';
import { secretServices } from '../../secrets/testing/secret-services.js';
import { AuditKeys } from '../audit-keys.js';
import { AuditReader } from '../audit-reader.js';
import { AuditRecorder } from '../audit-recorder.js';
import { AuditSequencer } from '../audit-sequencer.js';
import { AuditVerifier } from '../audit-verifier.js';

/** The services of one process, wired by hand as `AuditModule` does. */
export function auditServices(database: Database, masterKey: Buffer, clock: Clock) {
  const secrets = secretServices(database, { current: { id: 'test', key: masterKey }, previous: [] }, clock);
  const keys = new AuditKeys(secrets.secrets);
  return {
    ...secrets,
    trail: new AuditRecorder(keys, secrets.secretBox, secrets.pseudonyms, clock),
    sequencer: new AuditSequencer(database, keys),
    verifier: new AuditVerifier(database, keys),
    reader: new AuditReader(database, keys, secrets.secretBox),
  };
}
