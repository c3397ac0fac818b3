/** How the words around a mention qualify it. */
export type MentionScope = 'plain' | 'denied' | 'wished' | 'studied';

const DENIED = /\b(no (prior |previous |hands-on |direct |formal |real |professional )?(experience|knowledge|exposure|background|training|skills?|familiarity)|not (yet )?(familiar|experienced|proficient|used|worked|certified|licensed|trained|qualified|comfortable|an? expert|fluent)|never (used|worked|touched|learned|learnt|had)|without (any )?(experience|knowledge|exposure)|lack(s|ing)? (of )?(experience|knowledge)?|unfamiliar with|(do|does|did|have|has)(n['’]t| not) (have|know|use|speak|worked|used|hold|possess)|don['’]t|haven['’]t|ingen erfarenhet|inte|keine (erfahrung|kenntnisse)|nicht|do not|am not|is not|little (or no )?(experience|knowledge))\b[^.;!?\n]{0,80}$/i;
const WISHED = /\b((looking|hop(e|ing)|want(ing|s)?|eager|keen|willing|wish(ing)?|aspir(e|es|ing)|plan(s|ning)?|aim(s|ing)?|would (like|love)|excited|ready|desire|able) (to|for) (learn|work with|get into|move into|transition|explore|gain|develop|deepen|grow|become|start|acquire|be trained|study)|interest(ed)? in (learning|gaining|working|becoming|moving|getting)|aspiring|curious about|to learn more|like to learn|want to (try|use)|career change into|goal is|future (plans|goals))\b[^.;!?\n]{0,80}$/i;
const STUDIED = /\b(currently (learning|studying|enrolled|taking)|(?<!(machine|deep|reinforcement|e|distance|online|early|blended|and) |e-)learning(?! (and|&|management|disabilit|support|difficult|environment|platform|outcome|needs|centre|center))|studying|coursework|courses? (in|on|included?)|self-taught|self-study|bootcamp|introduction to|basic (knowledge|understanding|familiarity)|theoretical|took (a )?(class|course)|academic|school project|beginner|exposure to)\b[^.;!?\n]{0,60}$/i;
const DENIED_AFTER = /^[^.;,!?\n]{0,25}\b(not (used|yet|required)|: ?(none|no|n\/a|nej|nein|keine))\b|^\s*[:–-]\s*(none|no|never|n\/a)\b/i;
const TURN = /\b(but|however|although|though|yet|except|whereas|men|aber)\b/i;

/** Reads the clause around `start`-`end`; what stands beyond a full stop, a semicolon or a "but" does not reach it. */
export function scopeOf(text: string, start: number, end: number): MentionScope {
  const window = text.slice(Math.max(0, start - 120), start);
  const boundary = Math.max(window.lastIndexOf('\n'), window.lastIndexOf('. '), window.lastIndexOf('•'));
  const clause = window.slice(boundary + 1);
  const turn = [...clause.matchAll(new RegExp(TURN, 'gi'))].pop();
  const before = turn ? clause.slice(turn.index + turn[0].length) : clause;
  if (DENIED.test(before) || DENIED_AFTER.test(text.slice(end, end + 40))) return 'denied';
  if (WISHED.test(before)) return 'wished';
  return STUDIED.test(before) ? 'studied' : 'plain';
}
