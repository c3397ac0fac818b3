import { describe, expect, it } from '@jest/globals';
import { wordsOf } from '../lexical/words.js';
import { lexicon } from './lexicon.js';
import { occupationFiles, skillFiles } from './taxonomy-file.js';

const { occupations, skills, credentials } = lexicon();
const skillsIn = (text: string) => skills.find(wordsOf(text), text).map((m) => m.value);
const occupationOf = (title: string) => occupations.readTitle(title)[0]?.id;

describe('taxonomy', () => {
  it('is broad: hundreds of occupations and skills', () => {
    expect(occupations.size).toBeGreaterThan(200);
    expect(skills.size).toBeGreaterThan(600);
  });

  it('relates only occupations that exist', () => {
    const entries = occupationFiles().flatMap((f) => Object.values(f.families).flatMap((o) => Object.entries(o)));
    const ids = new Set(entries.map(([id]) => id));
    expect(ids.size).toBe(entries.length);
    const related = entries.flatMap(([, e]) => [...(e.close?.split('|') ?? []), ...(e.near?.split('|') ?? [])]);
    expect(related.filter((id) => !ids.has(id))).toEqual([]);
  });

  it('relates only skills that exist, and gives no alias to two skills', () => {
    const names = new Set(skillFiles().flatMap((f) => f.skills.map((line) => line.split('|')[0]!)));
    const related = skillFiles().flatMap((f) => [...f.near.flatMap((g) => g.split('|')), ...Object.entries(f.implies).flatMap(([k, v]) => [k, ...v.split('|')])]);
    expect(related.filter((name) => !names.has(name))).toEqual([]);
    const aliases = skillFiles().flatMap((f) => f.skills.flatMap((line) => [...new Set(line.split('|').map((a) => a.replace(/^[=~?]/, '').toLowerCase()))]));
    expect(aliases.filter((a, i) => aliases.indexOf(a) !== i)).toEqual([]);
  });

  it.each([
    ['Senior Backend Developer (m/f/d)', 'back-end-engineer'], ['HR Administrator', 'hr-generalist'], ['Manager of Regional Sales', 'sales-manager'],
    ['Registered Nurse - ICU', 'registered-nurse'], ['Sous Chef', 'chef'], ['Teacher, Grade 5', 'teacher'], ['Lagerarbetare', 'warehouse-worker'],
    ['Lead Journeyman Electrician', 'electrician'], ['CNC-Fräser', 'machinist'], ['Sjuksköterska till akuten', 'registered-nurse'],
  ])('reads the title %s', (title, id) => expect(occupationOf(title)).toBe(id));

  it('finds skills by alias, spelling and plural', () => {
    expect(skillsIn('K8s, RESTful API and search engine optimisation')).toEqual(['Kubernetes', 'REST APIs', 'SEO']);
    expect(skillsIn('We organise stocktaking and care plan reviews')).toEqual(['inventory', 'care planning']);
  });

  it('counts ambiguous names only in company', () => {
    expect(skillsIn('Ready to go, excel in your career and access new java coffees')).toEqual([]);
    expect(skillsIn('Go, Rust and Kubernetes')).toEqual(['Go', 'Rust', 'Kubernetes']);
    expect(skillsIn('Advanced Excel skills')).toEqual(['Microsoft Excel']);
    expect(skillsIn('R&D work')).toEqual([]);
  });

  it('knows licences', () => {
    expect(credentials.find(wordsOf('Valid CDL Class A and forklift certification')).map((m) => m.value))
      .toEqual(['Commercial driving licence', 'Forklift licence']);
  });
});
