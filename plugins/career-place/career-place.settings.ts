import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, IsString, Length, Max, MaxLength, Min } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { DEFAULT_REMINDER_DAYS, LAST_REMINDER_DAY } from './calendar.js';

/** What an administrator decides once for the whole organisation. */
export class CareerPlaceSettings {
  @JSONSchema({ description: 'Lever stage to which qualified candidates move.', examples: ['fbd4a1c8-4d4a-4d0e-9c1a-0b6a5f1d2e3f'] })
  @IsString() @Length(1, 60, { message: 'choose the Lever stage for qualified candidates' })
  stageId = '';

  @JSONSchema({ description: 'Setting one CP- tag removes the other three.' })
  @IsBoolean()
  exclusiveTags = true;

  @JSONSchema({ description: 'Days after the invitation on which a reminder goes out. The time to answer is always 420 hours.' })
  @IsArray() @ArrayMaxSize(LAST_REMINDER_DAY) @ArrayUnique()
  @IsInt({ each: true }) @Min(1, { each: true })
  @Max(LAST_REMINDER_DAY, { each: true, message: `the last possible day is ${LAST_REMINDER_DAY}: a reminder must come before the 420 hours are over` })
  reminderDays: number[] = [...DEFAULT_REMINDER_DAYS];

  @JSONSchema({ description: 'Whether somebody who was in the funnel may be invited again on a new application.' })
  @IsBoolean()
  allowReapply = true;

  @JSONSchema({ description: 'Months after the end of the first try before a new application leads to a new invitation.' })
  @IsInt() @Min(0) @Max(120)
  reapplyAfterMonths = 6;

  @JSONSchema({ description: 'One mail to candidates who have not started when their job posting is closed.' })
  @IsBoolean()
  closingMail = false;

  @JSONSchema({ description: 'Own words for the closing mail; empty for the standard text.' })
  @IsString() @MaxLength(2000)
  closingMailText = '';

  @JSONSchema({ description: 'Language of mails to candidates where the link says nothing else.' })
  @IsIn(['en', 'sv'])
  locale: 'en' | 'sv' = 'en';

  /** Days in order, whatever order they were typed in. */
  static sortedDays(settings: Pick<CareerPlaceSettings, 'reminderDays'>): number[] {
    return settings.reminderDays.toSorted((a, b) => a - b);
  }
}
