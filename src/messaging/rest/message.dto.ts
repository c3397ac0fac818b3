import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { MESSAGE_STATES, type MessageState } from '../message-state.js';

export class MessageQuery {
  @ApiPropertyOptional({ enum: MESSAGE_STATES })
  @IsOptional() @IsIn([...MESSAGE_STATES])
  state?: MessageState;

  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200)
  limit?: number;

  @ApiPropertyOptional({ description: 'The `next` of the page before.' })
  @IsOptional() @IsString() @MaxLength(1_000)
  cursor?: string;
}

export class MessageDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '`core`, or the key of the integration that wrote it.' }) plugin!: string;
  @ApiProperty({ enum: ['email', 'sms'] }) channel!: string;
  @ApiProperty({ description: 'One message per key, for ever.' }) key!: string;
  @ApiProperty({ nullable: true, type: String, format: 'uuid' }) memberId!: string | null;
  @ApiProperty({ nullable: true, type: String, description: 'Name of the template it was made from.' }) template!: string | null;
  @ApiProperty({ nullable: true, type: String }) locale!: string | null;
  @ApiProperty({ enum: MESSAGE_STATES }) state!: MessageState;
  @ApiProperty({ nullable: true, type: String, description: 'Why it has not arrived, in words.' }) reason!: string | null;
  @ApiProperty({ description: '`outbox-only`: no credentials are configured for the channel, so nothing leaves.', enum: ['live', 'outbox-only'] })
  delivery!: 'live' | 'outbox-only';
  @ApiProperty() attempts!: number;
  @ApiProperty({ format: 'date-time' }) dueAt!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) settledAt!: string | null;
}

export class MessagePageDto {
  @ApiProperty({ type: [MessageDto] }) data!: MessageDto[];
  @ApiProperty({ nullable: true, type: String }) next!: string | null;
}

export class MessageDetailDto extends MessageDto {
  @ApiProperty({ nullable: true, type: String, description: 'Null once the recipient was erased.' }) recipient!: string | null;
  @ApiProperty({ nullable: true, type: String }) subject!: string | null;
  @ApiProperty({ nullable: true, type: String }) text!: string | null;
  @ApiProperty({ nullable: true, type: String }) html!: string | null;
  @ApiProperty({ description: 'The Message-ID header, the same on every try.' }) messageId!: string;
}
