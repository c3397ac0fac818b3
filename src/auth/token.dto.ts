import { ApiProperty } from '@nestjs/swagger';
import { TOKEN_SECONDS } from './access-tokens.js';

export class TokenDto {
  @ApiProperty({ description: 'Send it as `Authorization: Bearer …`.', example: 'eyJhbGciOiJIUzI1NiIs…' }) token!: string;
  @ApiProperty({ enum: ['Bearer'] }) tokenType!: 'Bearer';
  @ApiProperty({ type: 'integer', example: TOKEN_SECONDS }) expiresInSeconds!: number;
  @ApiProperty({ format: 'date-time', example: '2026-11-25T09:10:00.000Z' }) expiresAt!: string;
}
