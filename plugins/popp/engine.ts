import type { Analysis } from './analysis.entity.js';
import { builtInEngine } from './built-in.engine.js';
import { poppEngine } from './popp.engine.js';
import type { EngineName } from './popp.settings.js';
import type { ScoringEngine } from './scoring-engine.js';

const ENGINES: Readonly<Record<EngineName, ScoringEngine>> = { 'built-in': builtInEngine, 'popp': poppEngine };

export const engineOf = (analysis: Pick<Analysis, 'engine'>): ScoringEngine => ENGINES[analysis.engine];
