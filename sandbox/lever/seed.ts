import type { LeverAccount } from './account.js';
import { sampleData } from './seeding/sample-data.js';
import { seedCandidates } from './seeding/seed-candidates.js';
import { seedPostings } from './seeding/seed-postings.js';
import { seedPipeline, seedSurveys, seedTemplates, seedUsers } from './seeding/seed-settings.js';
import { variantsOf } from './seeding/variants.js';

/** `empty`: users and settings only; `small`: 12 postings, 30 people; `full`: 40 postings, 1,040 people. */
export type SeedSize = 'empty' | 'small' | 'full';

export interface SeedOptions {
  readonly size: SeedSize;
  /** Leaves out so many of the sample's people, so that accounts do not hold the same ones. */
  readonly skip?: number;
}

const sizes = { small: { postings: 12, people: 30 }, full: { postings: 40, people: 1040 } } as const;

/** Fills an account; the same seed gives the same ids. */
export async function seedAccount(account: LeverAccount, { size, skip = 0 }: SeedOptions): Promise<void> {
  seedUsers(account);
  seedPipeline(account);
  seedTemplates(account);
  seedSurveys(account);
  if (size === 'empty') return;
  const { postings, candidates, resumes } = await sampleData();
  const postingsByRole = seedPostings(account, postings.slice(0, sizes[size].postings));
  const rotated = [...candidates.slice(skip), ...candidates.slice(0, skip)];
  // Real documents are few: people who have one come first, so that the small seed has some too.
  const ordered = [...rotated.filter(({ id }) => resumes.has(id)), ...rotated.filter(({ id }) => !resumes.has(id))];
  const people = size === 'full' ? variantsOf(ordered, sizes.full.people) : selection(ordered, postingsByRole,
    sizes.small.people);
  seedCandidates({ account, postingsByRole, resumes }, people);
}

/** Two of three people fit a posting that is there, the others are known from elsewhere. */
function selection<Person extends { role: string }>(people: readonly Person[], roles: ReadonlyMap<string, unknown>,
  count: number): Person[] {
  const fitting = people.filter(({ role }) => roles.has(role)).slice(0, Math.round((count * 2) / 3));
  const others = people.filter(({ role }) => !roles.has(role)).slice(0, count - fitting.length);
  return [...fitting, ...others];
}
