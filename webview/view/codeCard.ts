import { el, name, rowButton } from './dom.ts';
import { highlight } from './highlight.ts';
import { languageOf } from './languages.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { t } from '../../src/base/l10n.ts';

export interface CodeActions {
  copyText(text: string): void;
  insertCode(code: string): void;
  openCode(code: string, language: string | undefined): void;
}

export interface CardCode {
  /** The info string of the opening fence. */
  readonly info: string;
  readonly code: string;
  /** The first lines, if not all are shown. */
  readonly shown?: string;
}

/** Highlighted code, with actions on all of it. */
export function renderCodeCard(card: CardCode, actions: CodeActions): HTMLElement {
  const { info, code, shown = code } = card;
  const language = languageOf(info);
  const title = makeVisible(info) || t('code');
  const label = info === '' ? t('Code') : t('Code {language}', { language: makeVisible(info) });
  return el(
    'div',
    'code-card',
    { role: 'group', 'aria-label': label },
    el(
      'div',
      'code-head',
      {},
      el('bdi', 'code-title', { title }, title),
      ...(code === '' ? [] : renderActions(code, language, actions)),
    ),
    el(
      'pre',
      'code',
      {
        dir: 'ltr',
        tabindex: '-1',
        role: 'group',
        'aria-label': t('{code}, text', { code: label }),
      },
      renderTokens(shown, language),
    ),
  );
}

function renderActions(
  code: string,
  language: string | undefined,
  actions: CodeActions,
): HTMLElement[] {
  const button = (label: string, tooltip: string, act: () => void) => {
    const made = rowButton(label, 'code-action', act);
    name(made, tooltip);
    return made;
  };
  return [
    button(t('Copy'), t('Copy Code'), () => {
      actions.copyText(code);
    }),
    button(t('Insert'), t('Insert Code at Cursor'), () => {
      actions.insertCode(code);
    }),
    button(t('Open'), t('Open Code in New Editor'), () => {
      actions.openCode(code, language);
    }),
  ];
}

function renderTokens(code: string, language: string | undefined): HTMLElement {
  const tokens = highlight(makeVisible(code), language).map(({ kind, text }) =>
    kind ? el('span', `token-${kind}`, {}, text) : text,
  );
  return el('code', '', {}, ...tokens);
}
