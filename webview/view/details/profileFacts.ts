import { profileLabel } from '../../../src/api/profileLabels.ts';
import { PROFILE_FIELDS, type ProfileField, type ProfileFields } from '../../../src/api/views.ts';
import type { Fact } from './section.ts';

/** What a contact publishes of themselves. Websites and addresses of e-mail are links. */
export function profileFacts(
  card: ProfileFields | undefined,
  openLink: (url: string) => void,
): readonly Fact[] {
  return PROFILE_FIELDS.map((field) => {
    const value = card?.[field] ?? '';
    const url = linkOf(field, value);
    const open = () => {
      if (url !== undefined) openLink(url);
    };
    return { label: profileLabel(field), value, ...(url !== undefined && { open }) };
  });
}

/** Only what is certain to be one; the panel checks it again. */
function linkOf(field: ProfileField, value: string): string | undefined {
  if (field === 'email' && /^[^\s@?&]+@[^\s@?&]+$/u.test(value)) {
    return `mailto:${encodeURIComponent(value)}`;
  }
  if (field !== 'url' || !URL.canParse(value)) return undefined;
  const { protocol, href } = new URL(value);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}
