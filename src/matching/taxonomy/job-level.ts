import { wordsOf } from '../lexical/words.js';

const RANK: Record<string, number> = {
  intern: 0, internship: 0, trainee: 0, apprentice: 0, student: 0, praktikant: 0, werkstudent: 0, auszubildende: 0,
  junior: 1, jr: 1, graduate: 1, entry: 1, associate: 1.5,
  mid: 2, intermediate: 2,
  senior: 3, sr: 3, experienced: 3, specialist: 2,
  lead: 3.5, principal: 4, staff: 3.5, head: 4.5, chief: 5, director: 5, vp: 5, executive: 3, deputy: 3.5,
  manager: 3.5, supervisor: 3, chef: 2.5,
};

const RANK_WORDS = new Set(['intern', 'internship', 'trainee', 'junior', 'jr', 'graduate', 'entry', 'level', 'mid', 'intermediate', 'senior', 'sr', 'experienced', 'lead', 'principal', 'head', 'i', 'ii', 'iii', 'iv', '1', '2', '3', 'part', 'full', 'time', 'temporary', 'contract', 'interim', 'acting', 'former', 'remote', 'onsite', 'hybrid', 'mfd', 'fmd']);

/** True for words of a title that speak of rank or contract, not of the occupation. */
export function isRankWord(folded: string): boolean {
  return RANK_WORDS.has(folded);
}

/** Rank of a title on a scale from 0 (trainee) to 5 (director); 2 when it says nothing. */
export function levelOf(title: string): number {
  const levels = wordsOf(title).flatMap((word) => RANK[word.folded] ?? []);
  if (levels.length === 0) return 2;
  const lowest = Math.min(...levels);
  return lowest <= 1 ? lowest : Math.max(...levels);
}
