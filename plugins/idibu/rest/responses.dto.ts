import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsString, Length, Matches } from 'class-validator';

export class ResponseDto {
  @ApiProperty({ minLength: 1, maxLength: 200, example: 'Your application for {{vacancy}}' }) @IsString() @Length(1, 200) @Matches(/\S/, { message: 'must hold more than spaces' })
  subject!: string;
  @ApiProperty({ minLength: 1, maxLength: 10_000, example: 'Hello {{firstName}}, thank you.', description: 'Fields: {{firstName}}, {{lastName}}, {{vacancy}}.' })
  @IsString() @Length(1, 10_000) @Matches(/\S/, { message: 'must hold more than spaces' })
  body!: string;
  @ApiProperty({ example: true }) @IsBoolean()
  isOn!: boolean;
}

export class ResponseView extends ResponseDto {
  @ApiProperty({ example: 'light:green', description: '`received`, `light:<light>` or `status:<status>`.' }) occasion!: string;
  @ApiProperty({ description: 'Can be edited and switched off, not deleted.' }) isDefault!: boolean;
}

export class ResponseList {
  @ApiProperty({ type: [ResponseView] }) data!: ResponseView[];
  @ApiProperty({ nullable: true, type: String, example: null }) next!: null;
}
