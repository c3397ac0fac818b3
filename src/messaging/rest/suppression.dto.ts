import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import type { MessageChannel, SuppressionCause } from '../../sdk/messages.js';

export class AddressDto {
  @ApiProperty({ enum: ['email', 'sms'] })
  @IsIn(['email', 'sms'])
  channel!: MessageChannel;

  @ApiProperty({ minLength: 3, maxLength: 254, description: 'E-mail address or phone number. It is kept as a keyed hash only.', example: 'bo@example.com' })
  @IsString() @MinLength(3) @MaxLength(254)
  address!: string;
}

export class SuppressionQuery {
  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200)
  limit?: number;

  @ApiPropertyOptional({ description: 'The `next` of the page before.' })
  @IsOptional() @IsString() @MaxLength(1_000)
  cursor?: string;
}

export class SuppressionDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ['email', 'sms'] }) channel!: MessageChannel;
  @ApiProperty({ enum: ['bounce', 'stop', 'unsubscribe', 'erasure', 'request'] }) cause!: SuppressionCause;
  @ApiProperty({ format: 'date-time' }) since!: string;
}

export class SuppressionPageDto {
  @ApiProperty({ type: [SuppressionDto] }) data!: SuppressionDto[];
  @ApiProperty({ nullable: true, type: String }) next!: string | null;
}

export class SuppressionListDto {
  @ApiProperty({ type: [SuppressionDto], description: 'Every reason why this address gets nothing; empty when it may be written to.' }) data!: SuppressionDto[];
}

export class ChannelDto {
  @ApiProperty({ enum: ['live', 'outbox-only'] }) delivery!: 'live' | 'outbox-only';
  @ApiProperty({ nullable: true, type: String, enum: ['smtp', 'twilio', '46elks'] }) provider!: string | null;
}

export class ChannelsDto {
  @ApiProperty({ type: ChannelDto }) email!: ChannelDto;
  @ApiProperty({ type: ChannelDto }) sms!: ChannelDto;
}

export class DoorsDto {
  @ApiProperty({ description: 'Twilio: "A message comes in".' }) twilioInbound!: string;
  @ApiProperty({ description: '46elks: `sms_url` of the number. Keep it secret.' }) elksInbound!: string;
  @ApiProperty({ description: 'Mail server: where it reports mail that came back. Keep it secret.' }) bounces!: string;
}
