import { readFileSync } from 'node:fs';
import { fileOf } from '../kit/processes.mjs';

/** The generated résumés of the quality suite: the structured half of a row says what the text must show. */
const PEOPLE = readFileSync(fileOf('../test/quality/data/candidates.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));

const skill = (text, keywords, ...names) => ({ text, category: 'skills', mandatory: false, keywords, isMet: (person) => person.skills.some((one) => names.includes(one)) });
const BACHELOR_OR_MORE = ['Bachelor', 'Master', 'Doctorate', 'PhD'];

/** Twelve requirements as a recruiter writes them; `keywords` is what is left of each for a search box; `isMet` reads the structured half. */
export const ASKED = [
  skill('Strong SQL', 'SQL', 'SQL', 'SQL queries'),
  skill('Python', 'Python', 'Python', 'Python 3'),
  skill('Experience with React', 'React', 'React', 'React.js', 'ReactJS'),
  skill('TypeScript', 'TypeScript', 'TypeScript', 'TS'),
  skill('Knowledge of AWS', 'AWS', 'AWS', 'Amazon Web Services'),
  skill('Kubernetes', 'Kubernetes', 'Kubernetes', 'K8s'),
  skill('Advanced Microsoft Excel', 'Excel', 'Excel', 'Microsoft Excel'),
  skill('HubSpot', 'HubSpot', 'HubSpot', 'HubSpot CRM'),
  skill('CI/CD', 'CI CD', 'CI/CD', 'continuous delivery', 'continuous integration'),
  { text: 'French', category: 'languages', mandatory: false, keywords: 'French', isMet: (person) => person.skills.includes('French') },
  { text: "Bachelor's degree", category: 'qualifications', mandatory: true, keywords: 'bachelor degree', isMet: (person) => person.education.some((one) => BACHELOR_OR_MORE.includes(one.level)) },
  { text: 'At least 2 years as an accountant', category: 'experience', mandatory: true, keywords: 'accountant', isMet: (person) => person.role === 'acct' && person.monthsInRole >= 24 },
].map((one, n) => ({ id: `r${n}`, origin: 'typed', ...one }));

/** `count` résumés: the generated ones over and over, each with a line of its own. */
export function applicants(count) {
  return Array.from({ length: count }, (_, n) => {
    const person = PEOPLE[n % PEOPLE.length];
    return { text: `${person.resumeText}\nReference ${n + 1}\n`, truth: ASKED.map((one) => one.isMet(person)) };
  });
}

/** Precision and recall of "met" over all pairs, as one number. */
export function f1Of(people, met) {
  let hits = 0;
  let asked = 0;
  let said = 0;
  people.forEach(({ truth }, n) => truth.forEach((isMet, r) => {
    asked += isMet ? 1 : 0;
    said += met[n][r] ? 1 : 0;
    hits += isMet && met[n][r] ? 1 : 0;
  }));
  return (2 * hits) / (asked + said);
}
