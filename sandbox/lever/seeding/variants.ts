import type { SampleCandidate } from './sample-data.js';

/** More people than the sample has: the same careers under other names, so that every e-mail stays unique. */
export function variantsOf(candidates: readonly SampleCandidate[], total: number): SampleCandidate[] {
  const all = [...candidates];
  for (let round = 1; all.length < total; round += 1) {
    candidates.forEach((candidate, index) => {
      if (all.length < total) all.push(renamed(candidate, candidates, index, round));
    });
  }
  return all.slice(0, total);
}

function renamed(candidate: SampleCandidate, candidates: readonly SampleCandidate[], index: number,
  round: number): SampleCandidate {
  const first = firstName(candidates[(index + round * 53) % candidates.length] ?? candidate);
  const last = lastName(candidates[(index * 7 + round * 31) % candidates.length] ?? candidate);
  const name = `${first} ${last}`;
  const email = `${first}.${last}.${round}${index}@example.com`.toLowerCase();
  const resumeText = candidate.resumeText.replaceAll(candidate.name, name).replaceAll(candidate.email, email);
  return { ...candidate, id: `${candidate.id}-v${round}`, name, email, resumeText };
}

function firstName(candidate: SampleCandidate): string {
  return candidate.name.split(' ')[0] ?? candidate.name;
}

function lastName(candidate: SampleCandidate): string {
  return candidate.name.split(' ').slice(1).join(' ');
}
