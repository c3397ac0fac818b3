export interface LeverUser {
  readonly id: string;
  readonly name: string;
  readonly username: string | null;
  readonly email: string | null;
  /** super admin, admin, team member, limited team member, interviewer, or a custom role's id. */
  readonly accessRole: string | null;
  readonly createdAt: number | null;
  /** Set: deactivated; the id still appears on old rows. */
  readonly deactivatedAt: number | null;
  readonly externalDirectoryId: string | null;
  readonly jobTitle: string | null;
  readonly managerId: string | null;
}

export interface UserFilter {
  readonly includeDeactivated?: boolean;
  readonly email?: string;
  readonly accessRole?: readonly string[];
  readonly externalDirectoryId?: string;
}

export interface UserCreate {
  readonly name: string;
  readonly email: string;
  readonly accessRole?: string;
  readonly externalDirectoryId?: string;
  readonly jobTitle?: string;
  readonly managerId?: string;
}

/** Replaces the user: omitted fields are wiped. */
export interface UserReplace extends UserCreate { readonly accessRole: string }
