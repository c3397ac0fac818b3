import { IsBoolean, IsEmail, IsIn, IsInt, IsISO31661Alpha2, IsOptional, Max, Min } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';

/** What an administrator decides once for the whole organisation; each process step has settings of its own besides. */
export class RefappSettings {
  @JSONSchema({ description: 'Hours after which a referee is reminded, and reminded once more.', enum: [24, 48, 72] })
  @IsIn([24, 48, 72], { message: 'must be 24, 48 or 72' })
  refereeReminderHours: 24 | 48 | 72 = 24;

  @JSONSchema({ description: 'Remind candidates who have not named referees.' })
  @IsBoolean()
  remindCandidates = true;

  @JSONSchema({ description: 'Remind referees who have not answered.' })
  @IsBoolean()
  remindReferees = true;

  @JSONSchema({ description: 'Days that the links of candidates and referees work.' })
  @IsInt() @Min(1) @Max(120)
  linkDays = 30;

  @JSONSchema({ description: 'Months that references are kept after the end; told to both sides.' })
  @IsInt() @Min(1) @Max(120)
  keepMonths = 24;

  @JSONSchema({ description: 'Notes in Lever are secret.' })
  @IsBoolean()
  secretNotes = false;

  @JSONSchema({ description: 'The report shows when people involved share an address, a telephone or an IP address.' })
  @IsBoolean()
  warningsInReport = false;

  @JSONSchema({ description: 'Candidates may read the answers once all are there; without it only what was asked.' })
  @IsBoolean()
  candidateSeesAnswers = false;

  @JSONSchema({ description: 'Language of notes, and of candidates whose language nobody knows.' })
  @IsIn(['sv', 'en'])
  language: 'sv' | 'en' = 'sv';

  @JSONSchema({ description: 'Country of telephone numbers without a country code.', examples: ['SE'] })
  @IsISO31661Alpha2()
  country = 'SE';

  @JSONSchema({ description: 'Where answers to mails go, e.g. the recruiters.', examples: ['recruiting@example.com'] })
  @IsOptional() @IsEmail()
  replyTo?: string;
}
