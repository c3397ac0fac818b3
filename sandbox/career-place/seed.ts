import type { SeededRandom } from '../kit/index.js';
import type { Job, JobStatus, JobStep, Requirement } from './job.js';
import type { Organisation, Records } from './records.js';

export type SeedSize = 'small' | 'full';

const yesNo = (id: string, text: string, accepted = 'Yes', isSensitive = false): Requirement => ({
  id, text, options: ['Yes', 'No'], accepted: [accepted], ...(isSensitive ? { isSensitive } : {}),
});

const requirements = {
  permit: yesNo('work-permit', 'May you work in this country without a new permit?'),
  shifts: yesNo('shifts', 'Can you work rotating shifts, weekends included?'),
  licence: { id: 'licence', text: 'Which driving licence do you hold?', options: ['None', 'B', 'C', 'CE'], accepted: ['C', 'CE'] },
  years: { id: 'years', text: 'How many years have you worked in this trade?', options: ['0-1', '2-4', '5+'], accepted: ['2-4', '5+'] },
  health: yesNo('lifting', 'Do you have a medical condition that rules out lifting 20 kg?', 'No', true),
} satisfies Record<string, Requirement>;

interface JobSeed {
  title: string;
  steps: JobStep[];
  requirements: Requirement[];
  status?: JobStatus;
}

const smallJobs: JobSeed[] = [
  { title: 'Warehouse Operator', steps: ['requirements'], requirements: [requirements.permit, requirements.shifts, requirements.health] },
  { title: 'Backend Developer', steps: ['requirements', 'homework'], requirements: [requirements.permit, requirements.years] },
  { title: 'Customer Success Manager', steps: ['requirements', 'video'], requirements: [requirements.permit, requirements.years] },
  { title: 'Head of Logistics', steps: ['requirements', 'homework', 'video'], requirements: [requirements.permit, requirements.years] },
  { title: 'Truck Driver', steps: ['requirements'], requirements: [requirements.licence], status: 'draft' },
  { title: 'Night Receptionist', steps: ['requirements'], requirements: [requirements.shifts], status: 'closed' },
];

const moreTitles = [
  'Frontend Developer', 'Data Engineer', 'Site Reliability Engineer', 'Product Designer', 'Registered Nurse', 'Electrician', 'Welder',
  'Payroll Specialist', 'Financial Controller', 'Sales Representative', 'Marketing Coordinator', 'Support Agent', 'Quality Inspector',
  'Maintenance Technician', 'Chef de Partie', 'Preschool Teacher', 'Project Manager', 'Procurement Officer', 'Legal Counsel', 'Store Manager',
];

const stepChoices: JobStep[][] = [['requirements'], ['requirements', 'homework'], ['requirements', 'video'], ['requirements', 'homework', 'video']];

function jobSeeds(size: SeedSize): JobSeed[] {
  if (size === 'small') return smallJobs;
  const more = moreTitles.map((title, index): JobSeed => ({
    title, steps: stepChoices[index % stepChoices.length] ?? ['requirements'], requirements: [requirements.permit, requirements.years],
  }));
  return [...smallJobs, ...more];
}

export function addOrganisation(records: Records, name: string, random: SeededRandom): Organisation {
  const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const organisation: Organisation = {
    id: `org_${random.hex(12)}`, name, keys: new Set([newKey(random)]), webhook: null,
    team: { email: `team@${slug}.example`, password: `card-${random.hex(12)}` },
  };
  records.organisations.set(organisation.id, organisation);
  return organisation;
}

export function newKey(random: SeededRandom): string {
  return `cp_key_${random.hex(40)}`;
}

export function addJob(records: Records, organisationId: string, seed: JobSeed, random: SeededRandom): Job {
  const { title, steps, status = 'active' } = seed;
  const job: Job = {
    id: `job_${random.hex(12)}`, organisationId, title, status, steps: [...steps],
    requirements: seed.requirements.map((one) => ({ ...one })), integration: null,
  };
  records.jobs.set(job.id, job);
  return job;
}

/**
 * The same organisations, keys and jobs on every start, so that a stored connection outlives a restart.
 * Returns the first organisation, the default one.
 */
export function plantSeed(records: Records, size: SeedSize, random: SeededRandom): Organisation {
  const first = addOrganisation(records, 'Northwind Staffing', random);
  for (const seed of jobSeeds(size)) addJob(records, first.id, seed, random);
  const second = addOrganisation(records, 'Harbour Foods', random);
  for (const seed of smallJobs.slice(0, 2)) addJob(records, second.id, seed, random);
  return first;
}
