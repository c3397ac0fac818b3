import { z } from 'zod';

/** Missing and null mean the same to us; a wrong type is an error, never a made-up value. */
const orNull = <T>(value: T | null | undefined): T | null => value ?? null;

export const id = z.string().min(1);
export const text = z.string().nullish().transform((value) => value ?? '');
export const maybeText = z.string().nullish().transform(orNull);
export const flag = z.boolean().nullish().transform((value) => value ?? false);
export const maybeFlag = z.boolean().nullish().transform(orNull);

/** Lever quotes numbers in files, form templates and EEO rows. */
const quotedNumber = z.string().regex(/^-?\d+(\.\d+)?$/).transform(Number);
const number = z.union([z.number(), quotedNumber]);
export const maybeNumber = number.nullish().transform(orNull);
export const instant = number.pipe(z.int());
export const maybeInstant = instant.nullish().transform(orNull);

export const texts = z.array(z.string()).nullish().transform((value) => value ?? []);
export const record = z.record(z.string(), z.unknown());
export const maybeRecord = record.nullish().transform(orNull);

export function maybe<T>(schema: z.ZodType<T>): z.ZodType<T | null> {
  return schema.nullish().transform(orNull);
}

export function listOf<T>(schema: z.ZodType<T>): z.ZodType<T[]> {
  return z.array(schema).nullish().transform((value) => value ?? []);
}

/** One schema for each property of `T`: the compiler checks that what we read is what we promise. */
export type ShapeOf<T> = { readonly [K in keyof T]-?: z.ZodType<T[K]> };

export function objectOf<T>(shape: ShapeOf<T>): z.ZodType<T> {
  return z.object(shape) as unknown as z.ZodType<T>;
}
