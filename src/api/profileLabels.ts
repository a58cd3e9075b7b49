import type { ProfileField } from './views.ts';

/** What the fields of a profile are called. */
export const PROFILE_LABELS: Readonly<Record<ProfileField, string>> = {
  name: 'full name',
  nickname: 'nickname',
  email: 'e-mail',
  phone: 'phone',
  organisation: 'organisation',
  title: 'title',
  birthday: 'birthday',
  street: 'street',
  locality: 'town',
  url: 'website',
  note: 'about',
};
