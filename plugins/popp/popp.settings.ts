import { IsBoolean, IsIn, IsString, MaxLength } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';

export type EngineName = 'built-in' | 'popp';

/** What an administrator decides once for the whole organisation. */
export class PoppSettings {
  @JSONSchema({ description: 'Who reads resumes in new analyses: the built-in engine, or Popp by its own API (needs the Popp credential).' })
  @IsIn(['built-in', 'popp'])
  engine: EngineName = 'built-in';

  @JSONSchema({ description: 'Lever stage to which Shortlist moves people; empty: Shortlist only marks them here. An analysis may name its own.' })
  @IsString() @MaxLength(60)
  shortlistStageId = '';

  @JSONSchema({ description: 'One note in Lever for each version of an analysis.' })
  @IsBoolean()
  writeNote = true;

  @JSONSchema({ description: 'Whether the note shows the score.' })
  @IsBoolean()
  scoreInNote = true;
}
