import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

/** Version of the lexicon; part of the engine version that every decision stores. */
export const VERSION = '2025.06.2';

// The build copies no JSON, so the files are read from the source tree of the package, in which they are shipped.
const FOLDER = join(dirname(findPackageJSON(import.meta.url)!), 'src', 'matching', 'taxonomy');

export interface OccupationFile {
  readonly families: Record<string, Record<string, { titles: string; close?: string; near?: string }>>;
}

export interface SkillFile {
  readonly domain: string;
  readonly skills: readonly string[];
  readonly near: readonly string[];
  readonly implies: Record<string, string>;
}

export interface SoftSkillFile {
  readonly soft: readonly string[];
  readonly qualities: readonly string[];
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as unknown;
}

export function occupationFiles(): OccupationFile[] {
  return ['technology', 'business', 'care-and-learning', 'industry'].map((n) => read(`occupations/${n}.json`) as OccupationFile);
}

export function skillFiles(): SkillFile[] {
  return ['technology', 'business', 'trades-and-care'].map((n) => read(`skills/${n}.json`) as SkillFile);
}

export function softSkills(): SoftSkillFile {
  return read('soft-skills.json') as SoftSkillFile;
}

export function credentialAliases(): readonly string[] {
  return (read('credentials.json') as { credentials: string[] }).credentials;
}

export function languageAliases(): Record<string, string> {
  return (read('languages.json') as { languages: Record<string, string> }).languages;
}
