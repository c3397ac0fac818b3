import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsObject, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';

export class WordingDto {
  @ApiPropertyOptional({ nullable: true, type: String, maxLength: 300, description: 'Of a mail; absent for SMS.' })
  @IsOptional() @IsString() @MaxLength(300)
  subject?: string | null;

  @ApiProperty({ maxLength: 20_000, description: 'Handlebars: `{{name}}` and `{{#if name}}…{{else}}…{{/if}}` only.' })
  @IsString() @MinLength(1) @MaxLength(20_000)
  text!: string;

  @ApiPropertyOptional({ nullable: true, type: String, maxLength: 60_000, description: 'An addition to the text; links, but nothing that is loaded (ME-7).' })
  @IsOptional() @IsString() @MaxLength(60_000)
  html?: string | null;
}

export class PreviewDto {
  @ApiPropertyOptional({ type: Object, additionalProperties: { type: 'string' }, description: 'Instead of the sample values.' })
  @IsOptional() @IsObject()
  values?: Record<string, string>;

  @ApiPropertyOptional({ nullable: true, type: String, maxLength: 300 })
  @IsOptional() @IsString() @MaxLength(300)
  subject?: string | null;

  @ApiPropertyOptional({ type: String, maxLength: 20_000, description: 'A draft to look at; the current wording when absent.' })
  @IsOptional() @IsString() @MinLength(1) @MaxLength(20_000)
  text?: string;

  @ApiPropertyOptional({ nullable: true, type: String, maxLength: 60_000 })
  @IsOptional() @IsString() @MaxLength(60_000)
  html?: string | null;
}

export class TestMessageDto {
  @ApiPropertyOptional({ type: String, maxLength: 40, description: 'A phone number, for SMS. A mail goes to your own address.' })
  @IsOptional() @IsString() @MaxLength(40)
  to?: string;
}

export class WordingOriginDto {
  @ApiProperty({ enum: ['email', 'sms'] }) channel!: 'email' | 'sms';
  @ApiProperty({ example: 'sv' }) locale!: string;
  @ApiProperty({ description: 'The organisation words it itself.' }) isOwn!: boolean;
}

export class TemplateDto {
  @ApiProperty() integrationKey!: string;
  @ApiProperty() name!: string;
  @ApiProperty() purpose!: string;
  @ApiProperty({ type: [String], description: 'Placeholders that are filled.' }) placeholders!: string[];
  @ApiProperty({ type: [String], description: 'Placeholders that every wording must show.' }) required!: string[];
  @ApiProperty({ type: [WordingOriginDto] }) wordings!: WordingOriginDto[];
}

export class TemplateListDto {
  @ApiProperty({ type: [TemplateDto] }) data!: TemplateDto[];
}

export class CurrentWordingDto {
  @ApiProperty({ nullable: true, type: String }) subject!: string | null;
  @ApiProperty() text!: string;
  @ApiProperty({ nullable: true, type: String }) html!: string | null;
  @ApiProperty({ description: 'The language it is really in: English when there is none in the wanted one.' }) locale!: string;
  @ApiProperty({ description: '0 is the wording that came with the integration.' }) version!: number;
}

export class RenderedDto {
  @ApiProperty({ nullable: true, type: String }) subject!: string | null;
  @ApiProperty() text!: string;
  @ApiProperty({ nullable: true, type: String }) html!: string | null;
  @ApiProperty({ nullable: true, type: Number, description: 'Of an SMS; at most 2 are sent.' }) segments!: number | null;
}

export class TestSentDto {
  @ApiProperty({ format: 'uuid', description: 'Follow it under /v1/messages.' }) messageId!: string;
  @ApiProperty({ enum: ['live', 'outbox-only'], description: '`outbox-only`: it was written down and will not leave before the channel is configured.' })
  delivery!: 'live' | 'outbox-only';
}
