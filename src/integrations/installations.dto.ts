import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsObject, IsOptional, IsString, Length, Matches } from 'class-validator';

/** Credentials travel in headers: what is outside this was not copied whole. */
const PRINTABLE = /^[\x21-\x7e]+$/;
const COPIED = { message: 'must be copied as it is: letters, digits and signs without spaces' };

export class InstallDto {
  @ApiProperty({ example: 'career-place', description: 'Key of an integration in the catalogue.' })
  @IsString() @Matches(/^[a-z0-9-]{1,60}$/, { message: 'must be an integration key such as career-place' })
  integrationKey!: string;
}

export class ModeDto {
  @ApiProperty({ enum: ['live', 'preview'], description: 'In preview everything is decided and recorded, nothing is written outside.' })
  @IsIn(['live', 'preview'])
  mode!: 'live' | 'preview';
}

export class SettingsDto {
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'All settings; see the JSON Schema of the integration.' })
  @IsObject()
  value!: Record<string, unknown>;
}

export class LeverKeyDto {
  @ApiProperty({ description: 'Lever API key. Write-only: it is never shown, logged or mailed.', writeOnly: true })
  @IsString() @Length(8, 400) @Matches(PRINTABLE, COPIED)
  apiKey!: string;

  @ApiProperty({ required: false, nullable: true, description: 'Lever user id of the service user that writes act as.' })
  @IsOptional() @IsString() @Length(1, 60)
  actsAs?: string;
}

export class VendorCredentialDto {
  @ApiProperty({ description: "The vendor's credential. Write-only.", writeOnly: true })
  @IsString() @Length(1, 4000) @Matches(PRINTABLE, COPIED)
  credential!: string;
}

export class WebhookSecretDto {
  @ApiProperty({ description: "Lever's signature token of the webhook. Write-only.", writeOnly: true })
  @IsString() @Length(8, 400) @Matches(PRINTABLE, COPIED)
  signatureToken!: string;
}

export class IntegrationView {
  @ApiProperty() key!: string;
  @ApiProperty() name!: string;
  @ApiProperty() version!: string;
  @ApiProperty() summary!: string;
  @ApiProperty({ enum: ['oauth', 'api_key'] }) leverAuth!: string;
  @ApiProperty({ type: [String], description: 'Lever permissions it needs, in Lever’s own words.' }) leverPermissions!: string[];
  @ApiProperty({ type: [String] }) optionalLeverPermissions!: string[];
  @ApiProperty({ type: [String], description: 'Kinds of writes it may do at all.' }) may!: string[];
  @ApiProperty({ type: 'object', additionalProperties: true }) settingsSchema!: object;
  @ApiProperty({ type: 'object', additionalProperties: true }) support!: object;
}

export class InstallationSummary {
  @ApiProperty() id!: string;
  @ApiProperty() integrationKey!: string;
  @ApiProperty({ enum: ['draft', 'enabled', 'paused', 'disabling', 'disabled', 'revoked'] }) state!: string;
  @ApiProperty({ enum: ['live', 'preview'] }) mode!: string;
  @ApiProperty({ nullable: true, type: String }) pausedBy!: string | null;
  @ApiProperty({ nullable: true, type: String }) reason!: string | null;
  @ApiProperty() settingsRevision!: number;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) effectiveFrom!: string | null;
}

export class ScheduleRunView {
  @ApiProperty({ description: 'True when a run waits already: nothing was added.' }) joined!: boolean;
  @ApiProperty({ nullable: true, type: String, description: 'The job of the run.' }) jobId!: string | null;
}
