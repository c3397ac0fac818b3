import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import { SOLUTIONS } from '../ciivsoft.context.js';

export class FeatureView {
  @ApiProperty({ example: 'FiiLTER' }) feature!: string;
  @ApiProperty() purpose!: string;
  @ApiProperty({ type: [String] }) dataUsed!: string[];
  @ApiProperty({ type: [String], description: 'Removed before anything is read.' }) neverRead!: string[];
  @ApiProperty() humanOversight!: string;
  @ApiProperty() engineVersion!: string;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) lastImpactReport!: string | null;
}
export class InventoryView {
  @ApiProperty({ type: [FeatureView] }) data!: FeatureView[];
}

export class WeekView {
  @ApiProperty({ format: 'date-time' }) startsAt!: string;
  @ApiProperty() decisions!: number;
  @ApiProperty() matches!: number;
  @ApiProperty({ nullable: true, type: Number, example: 0.31 }) matchedShare!: number | null;
  @ApiProperty({ nullable: true, type: Number, example: 54.2 }) meanScore!: number | null;
}
export class SolutionMonitoring {
  @ApiProperty({ enum: SOLUTIONS }) solution!: string;
  @ApiProperty({ type: [WeekView] }) weeks!: WeekView[];
  @ApiProperty({ description: 'Decisions that a person changed, within the same weeks.' }) overrides!: number;
  @ApiProperty({ nullable: true, type: Number, description: 'Overrides by decisions, 0 to 1.' }) overrideRate!: number | null;
  @ApiProperty({ description: 'Writes that Lever refused or that wait for a person.' }) failures!: number;
  @ApiProperty({ description: 'Leads that a recruiter archived or removed.' }) refusedLeads!: number;
  @ApiProperty({ type: [String], description: 'Engine versions at work in these weeks, oldest first: a change is a boundary in every comparison.' }) engineVersions!: string[];
}
export class MonitoringView {
  @ApiProperty({ type: [SolutionMonitoring] }) data!: SolutionMonitoring[];
}

export class EngineView {
  @ApiProperty() current!: string;
  @ApiProperty({ nullable: true, type: String, description: 'Null before the first run.' }) accepted!: string | null;
  @ApiProperty({ description: 'False: runs wait.' }) isAccepted!: boolean;
}
export class EngineAcceptanceDto {
  @ApiProperty({ example: 'rules 1.0.0, lexicon 2025.06.1, statistics none', description: 'The version as it was seen; another one answers 409.' })
  @IsString() @Length(1, 200)
  engineVersion!: string;
}
