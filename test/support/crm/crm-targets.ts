import { createHash } from 'node:crypto';
import type { CrmEmulator } from '../../../sandbox/crm-kit/index.js';
import type { Sandbox } from '../../../sandbox/index.js';
import { CrmSide } from '../crm-side.js';
import { PECULIAR } from './kit-worlds.js';
import { peopleOf } from './lever-world.js';

export interface Kept {
  readonly id: string; readonly name: string; readonly emails: readonly string[]; readonly phones: readonly string[]; readonly jobIds: readonly string[];
  readonly notes: readonly string[]; readonly cvs: readonly string[];
  /** SHA-256 of the files' content, in the order of `cvs`. */
  readonly hashes: readonly string[];
}

/** One CRM of the sandbox as a target: how people sign in there, and what it holds. The same for all seven. */
export interface CrmTarget {
  readonly options: Readonly<Record<string, string>>;
  /** What a person fills in at its own page; absent: what the CRMs of the kit ask for. */
  readonly typed?: Record<string, string>;
  /** Id of the open vacancy of that reference. */
  jobId(reference: string): string;
  find(email: string): readonly Kept[];
}

/** Names of all seven. */
export const TARGETS: readonly string[] = [...PECULIAR.map(({ system }) => system), 'lever-crm'];

export function targetOf(sandbox: Sandbox, system: string): CrmTarget {
  if (system === 'lever-crm') return leverTarget(sandbox);
  const { bullhorn, jobadder, vincere, zohoRecruit, hubspot, salesforce } = sandbox;
  const emulators: Readonly<Record<string, CrmEmulator>> = { bullhorn, jobadder, vincere, 'zoho-recruit': zohoRecruit, hubspot, salesforce };
  const emulator = emulators[system];
  const peculiar = PECULIAR.find((one) => one.system === system);
  if (!emulator || !peculiar) throw new Error(`The sandbox has no CRM ${system}.`);
  const side = new CrmSide(emulator);
  return {
    options: peculiar.options, jobId: (reference) => side.jobId(reference),
    find: (email) => side.find(email).map((one) => ({
      ...one, name: nameIn(emulator, one.id), hashes: emulator.crm.book.filesOf(one.id).map(({ fields }) => String(fields.sha256)),
    })),
  };
}

function nameIn({ crm }: CrmEmulator, id: string): string {
  return crm.definition.vocabulary.personView(crm.book.people.get(id)?.fields ?? {}).name;
}

/** Another account of Lever than the one that people recruit in. */
function leverTarget({ lever }: Sandbox): CrmTarget {
  const account = lever.store.account('globex');
  const admin = [...account.users.values()].find(({ accessRole }) => accessRole === 'super admin');
  if (!admin) throw new Error('The seed has a super admin.');
  return {
    options: {}, typed: { user: admin.id },
    jobId: (reference) => {
      const found = [...account.postings.values()].find(({ state, confidentiality }) => state === 'published' && confidentiality === 'non-confidential');
      if (!found) throw new Error('The seed has a published posting.');
      found.reqCode = reference;
      return found.id;
    },
    find: (email) => peopleOf(account).filter(({ emails }) => emails.includes(email)).map((one) => ({
      ...one, hashes: account.opportunities.ofContact(one.id).flatMap(({ files }) => files.map((file) => createHash('sha256').update(file.content()).digest('hex'))),
    })),
  };
}
