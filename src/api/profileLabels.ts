import { t } from '../base/l10n.ts';
import type { ProfileField } from './views.ts';

const LABELS: Readonly<Record<ProfileField, () => string>> = {
  name: () => t('full name'),
  nickname: () => t('nickname'),
  email: () => t('e-mail'),
  phone: () => t('phone'),
  organisation: () => t('organisation'),
  title: () => t({ message: 'title', comment: ['of a person, such as of their job'] }),
  birthday: () => t('birthday'),
  street: () => t('street'),
  locality: () => t('town'),
  url: () => t('website'),
  note: () => t({ message: 'about', comment: ['what a person says of themselves'] }),
};

/** What a field of a profile is called. */
export function profileLabel(field: ProfileField): string {
  return LABELS[field]();
}
