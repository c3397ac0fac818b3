import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsISO8601, IsOptional, IsString, Length } from 'class-validator';

export class ImpactQuery {
  @ApiPropertyOptional({ example: '5b1d9c0e-6f1c-4a75-9a43-2f1b7b1f2a10', description: 'One role.' })
  @IsOptional() @IsString() @Length(1, 60)
  postingId?: string;

  @ApiPropertyOptional({ example: 'Engineering', description: 'Roles of one department.' })
  @IsOptional() @IsString() @Length(1, 200)
  department?: string;

  @ApiPropertyOptional({ format: 'date-time', example: '2026-01-01T00:00:00Z', description: 'Answers from then on; the last 365 days when absent.' })
  @IsOptional() @IsISO8601({ strict: true })
  from?: string;

  @ApiPropertyOptional({ format: 'date-time', example: '2026-06-30T00:00:00Z' })
  @IsOptional() @IsISO8601({ strict: true })
  to?: string;
}

export class ImpactGroupView {
  @ApiProperty({ example: 'Female' }) group!: string;
  @ApiProperty({ nullable: true, type: Number, description: 'Null with all figures: fewer than five people, hidden.' }) people!: number | null;
  @ApiProperty({ nullable: true, type: Number }) selected!: number | null;
  @ApiProperty({ nullable: true, type: Number, example: 0.2 }) selectionRate!: number | null;
  @ApiProperty({ nullable: true, type: Number, example: 0.4, description: 'Rate against that of the best group.' }) impactRatio!: number | null;
  @ApiProperty({ nullable: true, type: Number, description: "Fisher's exact test against the best group, two-sided." }) pValue!: number | null;
  @ApiProperty() isBest!: boolean;
  @ApiProperty({ description: 'Impact ratio under 0.80.' }) isFlagged!: boolean;
  @ApiProperty({ description: 'p under 0.05.' }) isSignificant!: boolean;
  @ApiProperty({ description: 'Under 2 % of all who answered.' }) isSmallShare!: boolean;
}

export class ImpactTableView {
  @ApiProperty({ enum: ['sex', 'race', 'sex and race'] }) by!: string;
  @ApiProperty({ type: [ImpactGroupView] }) groups!: ImpactGroupView[];
  @ApiProperty({ description: 'Whoever did not answer or declined to.' }) unknown!: number;
  @ApiProperty() hiddenGroups!: number;
  @ApiProperty() hiddenPeople!: number;
}

export class ImpactReportView {
  @ApiProperty({ example: 'shortlist' }) feature!: string;
  @ApiProperty({ nullable: true, type: String }) postingId!: string | null;
  @ApiProperty({ nullable: true, type: String }) department!: string | null;
  @ApiProperty({ format: 'date-time' }) from!: string;
  @ApiProperty({ format: 'date-time' }) to!: string;
  @ApiProperty({ description: 'Anonymous answers that were counted.' }) answers!: number;
  @ApiProperty({ type: [String], description: 'What counts as selected.' }) selectedMeans!: string[];
  @ApiProperty({ type: [ImpactTableView] }) tables!: ImpactTableView[];
  @ApiProperty({ type: [String], description: 'What the figures do not say.' }) limits!: string[];
}

export class HelpView {
  @ApiProperty() support!: string;
  @ApiProperty() supportEmail!: string;
  @ApiProperty() humanDecision!: string;
  @ApiProperty({ type: [String], description: 'Removed from a resume before it is read.' }) removedBeforeReading!: string[];
  @ApiProperty() scoring!: string;
  @ApiProperty() engineVersion!: string;
}
