/** A question of a form or template; what else it carries depends on its type and is kept as given. */
export interface FormField {
  readonly id: string;
  readonly type: string;
  readonly text: string;
  readonly description: string | null;
  readonly required: boolean;
  readonly [extra: string]: unknown;
}

export interface FormGroup {
  readonly id: string;
  readonly name: string;
}

export interface FeedbackTemplate {
  readonly id: string;
  text: string;
  group: FormGroup | null;
  instructions: string;
  fields: FormField[];
  readonly createdAt: number | null;
  stage: { id: string; text: string } | null;
  updatedAt: number | null;
  readonly madeByApi: boolean;
}

export interface FormTemplate {
  readonly id: string;
  text: string;
  group: FormGroup | null;
  instructions: string;
  secretByDefault: boolean;
  fields: FormField[];
  readonly createdAt: number;
  updatedAt: number;
  readonly madeByApi: boolean;
}

export interface Feedback {
  readonly id: string;
  readonly type: string;
  readonly text: string;
  readonly instructions: string;
  fields: FormField[];
  readonly baseTemplateId: string;
  readonly interview: string | null;
  readonly panel: string | null;
  readonly user: string;
  readonly createdAt: number;
  completedAt: number | null;
  updatedAt: number | null;
  deletedAt: number | null;
}

export interface ProfileForm {
  readonly id: string;
  readonly type: 'form';
  readonly text: string;
  readonly instructions: string;
  readonly baseTemplateId: string;
  readonly fields: FormField[];
  readonly user: string | null;
  readonly stage: string | null;
  readonly secret: boolean;
  readonly completedAt: number;
  readonly createdAt: number;
  readonly deletedAt: number | null;
}

export interface Referral {
  readonly id: string;
  readonly type: 'referral';
  readonly text: string;
  readonly instructions: string;
  readonly fields: FormField[];
  readonly baseTemplateId: string;
  readonly user: string;
  readonly referrer: string;
  readonly stage: string | null;
  readonly createdAt: number;
  readonly completedAt: number;
}
