import { IsBoolean, IsInt, IsISO31661Alpha2, Max, Min } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';

/** What an administrator decides once; forwarding itself is set up under CRM Handoff. */
export class IdibuSettings {
  @JSONSchema({ description: 'Applicants of idibu are handed off.' })
  @IsBoolean()
  useIdibu = true;

  @JSONSchema({ description: 'Applications in Lever are handed off: stage as status, traffic light as an action of the hub.' })
  @IsBoolean()
  useLever = true;

  @JSONSchema({ description: 'Country of phone numbers without country code.', examples: ['GB'] })
  @IsISO31661Alpha2()
  country = 'GB';

  @JSONSchema({ description: 'Whether rejected applicants are deleted, unless they were known before. Never deletes anything in Lever.' })
  @IsBoolean()
  deletesRejected = true;

  @JSONSchema({ description: 'Days between the red light and the deletion; any other light before that keeps the applicant.' })
  @IsInt() @Min(0) @Max(730)
  deleteAfterDays = 30;
}
