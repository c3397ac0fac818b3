import { readFileSync } from 'node:fs';
import { it } from '@jest/globals';
import { lexicon } from './taxonomy/lexicon.js';
import { requirementsOf } from './posting/job.js';
it('probe', () => {
  const rows = readFileSync('/work/shared/data/postings.jsonl','utf8').trim().split('\n').map((l) => JSON.parse(l));
  let tp=0, fp=0, fn=0, cat=0, man=0; const bad: string[]=[];
  const t0=performance.now();
  for (const r of rows) {
    const got = requirementsOf(r.description, lexicon());
    const gold = new Map(r.requirements.map((q:any)=>[q.start+':'+q.end,q]));
    for (const g of got) { const q:any = gold.get(g.start+':'+g.end); if(q){tp++; gold.delete(g.start+':'+g.end); const m:any={skill:'skills',education:'qualifications',qualification:'qualifications'}; if((m[q.category]??q.category)===g.category)cat++; else bad.push(g.text+' '+g.category+' / '+q.category); if(q.mandatory===g.mandatory)man++; else bad.push('MAN '+g.text)} else {fp++; bad.push('FP '+g.text)} }
    fn+=gold.size; for (const q of gold.values()) bad.push('FN '+(q as any).text);
  }
  console.log({tp,fp,fn,cat,man, ms:(performance.now()-t0)/rows.length}, [...new Set(bad)].slice(0,40));
});
