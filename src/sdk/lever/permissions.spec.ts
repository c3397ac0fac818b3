import { describe, expect, it } from '@jest/globals';
import { LEVER_OPERATIONS, operationsOutsideScopes, scopesFor, type LeverOperation } from './permissions.js';

const entries = Object.values(LEVER_OPERATIONS);
const permissions = new Set<string>(entries.map(({ permission }) => permission));

/** The seed's list of API permissions for CiiVSOFT, each once. */
const CIIVSOFT = [
  'Find a stage', 'Find all stages', 'Find a requisition', 'Find all requisitions', 'Find a requisition field', 'Find all requisition fields',
  'Find a posting', 'Find all postings', 'Find an opportunity', 'Find all opportunities', 'Find all deleted opportunities', 'Find a contact',
  'Find a candidate', 'Find all candidates', 'Find an opportunity note', 'Find all opportunity notes', 'Find a candidate note',
  'Find all candidate notes', 'Find an opportunity form', 'Find all opportunity forms', 'Find a candidate form', 'Find an opportunity referral',
  'Find all opportunity referrals', 'Find a candidate referral', 'Find all candidate referrals', 'Find an opportunity resume',
  'Find all opportunity resumes', 'Find all candidate resumes', 'Download an opportunity resume file', 'Download a candidate resume',
  'Find an opportunity application', 'Find all opportunity applications', 'Find a candidate application', 'Find all candidate applications',
  'Find an opportunity interview panel', 'Find all opportunity interview panels', 'Find a candidate interview panel',
  'Find all candidate interview panels', 'Find all opportunity offers', 'Find all candidate offers', 'Download an opportunity offer file',
  'Find all opportunity files', 'Find a candidate file', 'Download a candidate file', 'Find all tags',
  'Update a requisition field', 'Update a requisition', 'Update a posting', 'Update an opportunity stage', 'Update a candidate stage',
  'Update an opportunity interview panel', 'Update a candidate interview panel', 'Create an opportunity note', 'Update an opportunity note',
  'Add opportunity tags', 'Add candidate tags',
];

describe('Lever permissions', () => {
  it('know every permission an administrator of CiiVSOFT grants, by its name in Lever', () => {
    expect(CIIVSOFT).toHaveLength(45 + 11);
    expect(CIIVSOFT.filter((name) => !permissions.has(name))).toEqual([]);
  });

  it('name the call that creates leads, which that list lacks', () => {
    expect(CIIVSOFT).not.toContain(LEVER_OPERATIONS['opportunities.create'].permission);
  });

  it('name each endpoint once', () => {
    const calls = entries.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(calls).size).toBe(calls.length);
  });

  it('use only scopes that Lever has', () => {
    const readWrite = ['contact', 'feedback', 'feedback_templates', 'files', 'forms', 'form_templates', 'interviews', 'notes', 'opportunities',
      'panels', 'postings', 'requisitions', 'requisition_fields', 'users', 'webhooks'];
    const readOnly = ['applications', 'archive_reasons', 'audit_events', 'diversity_surveys', 'eeo_responses', 'eeo_responses_pii', 'offers',
      'referrals', 'resumes', 'sources', 'stages', 'tags'];
    const known = new Set([...readWrite, ...readOnly].map((name) => `${name}:read:admin`));
    for (const name of [...readWrite, 'uploads']) known.add(`${name}:write:admin`);
    expect(entries.filter(({ scope }) => !known.has(scope))).toEqual([]);
  });

  it('ask for as few scopes as possible, since write implies read', () => {
    expect(scopesFor(['notes.list', 'notes.create', 'stages.list'])).toEqual(['notes:write:admin', 'stages:read:admin']);
  });

  it('tell which operations a token may not call', () => {
    const wanted: LeverOperation[] = ['notes.list', 'notes.create', 'opportunities.create'];
    expect(operationsOutsideScopes(wanted, ['notes:write:admin'])).toEqual(['opportunities.create']);
    expect(operationsOutsideScopes(wanted, ['notes:read:admin'])).toEqual(['notes.create', 'opportunities.create']);
  });
});
