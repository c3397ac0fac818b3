import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, IsNumber, IsObject, IsString, Length, Max, MaxLength, Min, ValidateBy } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';

/** Minutes between runs that divide a day evenly. */
export const INTERVALS = [5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720, 1440] as const;

const MOST_RULES = 500;

function areThresholds(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return entries.length <= MOST_RULES && entries.every(([id, score]) => id.length <= 60 && typeof score === 'number' && score >= 0 && score <= 100);
}

/** What an administrator decides once for the whole organisation. */
export class CiivsoftSettings {
  @JSONSchema({ description: 'ARKiiVE: search everybody known for each new job.' })
  @IsBoolean()
  arkiive = true;

  @JSONSchema({ description: 'FiiLTER: review new applications.' })
  @IsBoolean()
  filter = true;

  @JSONSchema({ description: 'REFiiNE: look for another open job for applicants whom FiiLTER did not advance.' })
  @IsBoolean()
  refine = true;

  @JSONSchema({ description: 'Minutes between scheduled runs.' })
  @IsIn(INTERVALS)
  runEveryMinutes: number = 15;

  @JSONSchema({ description: '`advance`: a match moves to the screened stage by itself. `suggest`: it gets a tag and a note, and a person moves it.' })
  @IsIn(['advance', 'suggest'])
  mode: 'advance' | 'suggest' = 'advance';

  @JSONSchema({ description: 'Lever postings where a person moves, whatever `mode` says.' })
  @IsArray() @ArrayUnique() @ArrayMaxSize(MOST_RULES) @IsString({ each: true }) @Length(1, 60, { each: true })
  suggestPostings: string[] = [];

  @JSONSchema({ description: 'Lever postings where matches advance by themselves, whatever `mode` says.' })
  @IsArray() @ArrayUnique() @ArrayMaxSize(MOST_RULES) @IsString({ each: true }) @Length(1, 60, { each: true })
  advancePostings: string[] = [];

  @JSONSchema({ description: 'Score from which somebody counts as a match.' })
  @IsNumber() @Min(0) @Max(100)
  threshold = 62;

  @JSONSchema({ description: 'Own thresholds of single postings: posting id to score.', type: 'object', additionalProperties: { type: 'number' } })
  @IsObject()
  @ValidateBy({ name: 'areThresholds', validator: { validate: areThresholds, defaultMessage: () => 'must map posting ids to scores from 0 to 100' } })
  thresholds: Record<string, number> = {};

  @JSONSchema({ description: 'ARKiiVE: most leads for one job.' })
  @IsInt() @Min(1) @Max(50)
  leadsPerPosting = 7;

  @JSONSchema({ description: 'REFiiNE: most jobs for one person.' })
  @IsInt() @Min(1) @Max(10)
  referralsPerPerson = 3;

  @JSONSchema({ description: 'REFiiNE: days for which jobs published later are tried too.' })
  @IsInt() @Min(0) @Max(365)
  watchDays = 30;

  @JSONSchema({ description: 'ARKiiVE: months for which somebody turned down is not suggested to the same team.' })
  @IsInt() @Min(0) @Max(60)
  coolOffMonths = 6;

  @JSONSchema({ description: 'Lever stage for matches; empty for the one called "CiiVSOFT SCREENED".' })
  @IsString() @MaxLength(60)
  screenedStageId = '';

  /** Whether a person moves the matches of this posting (LG-2). */
  static modeFor(settings: CiivsoftSettings, postingId: string): 'advance' | 'suggest' {
    if (settings.suggestPostings.includes(postingId)) return 'suggest';
    return settings.advancePostings.includes(postingId) ? 'advance' : settings.mode;
  }

  static thresholdFor(settings: CiivsoftSettings, postingId: string): number {
    return settings.thresholds[postingId] ?? settings.threshold;
  }

  static cron({ runEveryMinutes }: Pick<CiivsoftSettings, 'runEveryMinutes'>): string {
    if (runEveryMinutes < 60) return `*/${runEveryMinutes} * * * *`;
    return runEveryMinutes === 1440 ? '0 0 * * *' : `0 */${runEveryMinutes / 60} * * *`;
  }
}
