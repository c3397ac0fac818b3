import { Database } from '../../database/database.js';
import { systemNow } from '../../clock/system-clock.js';
import type { Clock } from '../../sdk/clock.js';
import { DataKeys } from '../data-keys.js';
import { KeyRotation } from '../key-rotation.js';
import { MasterKeys } from '../master-keys.js';
import { PersonKeys } from '../person-keys.js';
import { Pseudonyms } from '../pseudonyms.js';
import { SecretBox } from '../secret-box.js';
import { TenantSeal } from '../tenant-seal.js';
import { TenantSecrets } from '../tenant-secrets.js';

const SYSTEM_CLOCK: Clock = { now: systemNow };

/** The services of one process, wired by hand as `SecretsModule` does. */
type Keys = ConstructorParameters<typeof MasterKeys>[0];

export function secretServices(database: Database, keys: Keys, clock: Clock = SYSTEM_CLOCK) {
  const masterKeys = new MasterKeys(keys);
  const dataKeys = new DataKeys(masterKeys, clock);
  const seal = new TenantSeal(dataKeys);
  const secrets = new TenantSecrets(seal, clock);
  const pseudonyms = new Pseudonyms(secrets);
  const secretBox = new SecretBox(seal, new PersonKeys(seal, pseudonyms, clock));
  return { secretBox, secrets, pseudonyms, rotation: new KeyRotation(database, masterKeys, dataKeys, seal) };
}
