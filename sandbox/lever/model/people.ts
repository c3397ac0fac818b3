export interface Phone {
  readonly type?: string | null;
  readonly value: string;
}

export interface Consent {
  readonly allowed: boolean;
  readonly expiresAt: number | null;
}

export interface DataProtection {
  readonly store: Consent;
  readonly contact: Consent;
}

export interface Contact {
  readonly id: string;
  readonly createdAt: number;
  name: string;
  headline: string;
  location: string;
  emails: string[];
  phones: Phone[];
  links: string[];
  isAnonymized: boolean;
  dataProtection: DataProtection | null;
}

export interface User {
  readonly id: string;
  name: string;
  username: string;
  email: string;
  accessRole: string;
  photo: string | null;
  readonly createdAt: number;
  deactivatedAt: number | null;
  externalDirectoryId: string | null;
  linkedContactIds: string[] | null;
  jobTitle: string | null;
  managerId: string | null;
}

export const accessRoles = ['super admin', 'admin', 'team member', 'limited team member', 'interviewer'] as const;
