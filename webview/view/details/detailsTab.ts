import type {
  DetailsMessage,
  DetailsRequest,
  DetailsState,
  KnownDetails,
} from '../../../src/api/detailsPanel.ts';
import type { ContactDetailsView } from '../../../src/api/views.ts';
import { say } from '../../../src/api/say.ts';
import { t } from '../../../src/base/l10n.ts';
import { stillOf } from '../../avatarPictures.ts';
import { parseKeptNote } from '../../details/keptDetails.ts';
import type { PagePort } from '../../port.ts';
import { createButton } from '../../toolkit.ts';
import { el, redraw, setText, toggle } from '../dom.ts';
import { FocusGuard } from '../focusGuard.ts';
import { DetailsActions } from './detailsActions.ts';
import { DetailsHead } from './detailsHead.ts';
import { renderRooms } from './commonRooms.ts';
import { renderDevices, type TimedAnswers } from './deviceList.ts';
import { NoteField } from './noteField.ts';
import { profileFacts } from './profileFacts.ts';
import { renderFacts, renderSection } from './section.ts';
import { renderFiles } from './sharedFiles.ts';

/** How often what depends on the time is drawn again, in ms. */
const TICK_MS = 30_000;

/** The size of the avatar, in points: twice that on the page. */
const AVATAR_SIDE = 192;

/** The tab of somebody's details: its panel tells what is known, and does what is asked of it. */
export class DetailsTab {
  readonly #of: Pick<DetailsState, 'account' | 'chat'>;
  readonly #panel: PagePort<DetailsRequest, DetailsMessage>;
  readonly #head: DetailsHead;
  readonly #actions: DetailsActions;
  readonly #note: NoteField;
  readonly #groups = el('p', 'details-text');
  readonly #card = el('div', 'details-text');
  readonly #devices = el('div', 'details-devices');
  readonly #rooms = el('div', 'details-text');
  readonly #files = el('div', 'details-text');
  readonly #problem = el('p', 'details-error', { role: 'alert', hidden: '' });
  readonly #asking = el('span', 'details-muted', { role: 'status' });
  readonly #refresh: HTMLElement;
  readonly #move: HTMLElement;
  /** What the panel was told to keep of the note, in JSON. */
  #keptNote = 'null';
  #drawnCard = '';
  /** What a list was drawn from. */
  readonly #drawn = new Map<HTMLElement, string>();
  #known: KnownDetails | undefined;
  #timed: TimedAnswers | undefined;
  #picture: { readonly hash: string; readonly url: string | undefined } | undefined;
  /** The hash of the picture that came last: an earlier one may take longer to draw. */
  #pictureToShow: string | undefined;

  constructor(
    of: Pick<DetailsState, 'account' | 'chat'>,
    panel: PagePort<DetailsRequest, DetailsMessage>,
  ) {
    this.#of = of;
    this.#panel = panel;
    const run = (command: (DetailsRequest & { type: 'command' })['command']) => {
      panel.tell({ type: 'command', command });
    };
    this.#head = new DetailsHead(of.chat, () => {
      panel.tell({ type: 'copyAddress' });
    });
    this.#actions = new DetailsActions(run);
    this.#note = new NoteField({
      kept: parseKeptNote(panel.vscode.getState()),
      tell: (request) => {
        panel.tell(request);
      },
      onChange: () => {
        this.#keep();
        this.#tellNote();
      },
    });
    this.#move = createButton(t('Change…'), () => {
      run('moveContact');
    });
    this.#refresh = createButton(t('Ask Again'), () => {
      panel.tell({ type: 'refresh' });
    });
  }

  /** Renders the tab into `body`, and asks for what is known. */
  start(body: HTMLElement): void {
    const foot = el('div', 'details-buttons', {}, this.#refresh, this.#asking);
    const sections = el(
      'div',
      'details-sections',
      {},
      renderSection(t('Your Note'), this.#note.element),
      renderSection(t('Groups'), this.#groups, el('div', 'details-buttons', {}, this.#move)),
      renderSection(t('Profile'), this.#card),
      renderSection(t('Devices'), this.#devices, this.#problem, foot),
      renderSection(t('Rooms in Common'), this.#rooms),
      renderSection(t('Files'), this.#files),
    );
    body.append(el('main', 'details', {}, this.#head.element, this.#actions.element, sections));
    new FocusGuard(body, () => {
      this.#actions.focus();
    });
    this.#panel.onCommand((message) => {
      this.#hear(message);
    });
    this.#keep();
    window.setInterval(() => {
      this.#render();
    }, TICK_MS);
    this.#panel.tell({ type: 'loaded' });
  }

  #hear(message: DetailsMessage): void {
    switch (message.type) {
      case 'known': {
        const wasOnline = this.#known?.isOnline;
        this.#known = message.known;
        if (message.known.isOnline && wasOnline === false) this.#note.retry();
        break;
      }
      case 'answers':
        this.#timed = message.answers && { answers: message.answers, time: Date.now() };
        setText(this.#problem, message.error ? say(message.error) : '');
        toggle(this.#problem, message.error !== undefined);
        break;
      case 'rooms':
        this.#show(this.#rooms, message.rooms, t('None is known.'), () =>
          renderRooms(message.rooms, (room) => {
            this.#panel.tell({ type: 'openRoom', room });
          }),
        );
        return;
      case 'files':
        this.#show(this.#files, message.files, t('None were sent or received.'), () =>
          renderFiles(message.files, {
            act: (action, { message: of, file }) => {
              const place = file === undefined ? {} : { file };
              this.#panel.tell({ type: 'file', action, message: of, ...place });
            },
            show: (of) => {
              this.#panel.tell({ type: 'showMessage', message: of });
            },
          }),
        );
        return;
      case 'picture':
        void this.#showPicture(message);
        return;
        break;
      default:
        this.#note.hear(message);
        return;
    }
    this.#render();
  }

  /** Only if it has changed: something in it may have the focus. */
  #show(
    place: HTMLElement,
    items: readonly unknown[],
    none: string,
    render: () => HTMLElement,
  ): void {
    const drawn = JSON.stringify(items);
    if (this.#drawn.get(place) === drawn) return;
    this.#drawn.set(place, drawn);
    place.replaceChildren(items.length === 0 ? el('p', 'details-none', {}, none) : render());
  }

  async #showPicture({ hash, picture }: DetailsMessage & { type: 'picture' }): Promise<void> {
    this.#pictureToShow = hash;
    const still = picture && (await stillOf(picture.content, AVATAR_SIDE).catch(() => undefined));
    if (this.#pictureToShow !== hash) return;
    if (this.#picture?.url !== undefined) URL.revokeObjectURL(this.#picture.url);
    this.#picture = { hash, url: still ? URL.createObjectURL(still) : undefined };
    this.#render();
  }

  #render(): void {
    const known = this.#known;
    if (!known) return;
    const now = Date.now();
    const { answers, time = now } = this.#timed ?? {};
    const lastSeen = known.contact.lastSeen ?? lastSeenBy(answers, time);
    const picture = this.#picture?.hash === known.contact.avatar ? this.#picture?.url : undefined;
    this.#head.render(known, picture, { now, lastSeen });
    this.#actions.render(known);
    const { groups, inRoster } = known.contact;
    setText(this.#groups, groups.length === 0 ? t('In no group.') : groups.join(', '));
    toggle(this.#groups.closest('section') ?? this.#groups, inRoster);
    this.#renderCard(answers);
    redraw(this.#devices, renderDevices(known, this.#timed, now));
    const isAsking = answers?.complete === false;
    setText(this.#asking, isAsking ? t('Asking…') : '');
    toggle(this.#refresh, known.isOnline && !isAsking);
  }

  /** Only if it has changed: a link in it may have the focus. */
  #renderCard(answers: ContactDetailsView | undefined): void {
    const { vcard, cardError, complete } = answers ?? {};
    const drawn = JSON.stringify([vcard, cardError, complete]);
    if (drawn === this.#drawnCard) return;
    this.#drawnCard = drawn;
    const facts = profileFacts(vcard, (url) => {
      this.#panel.tell({ type: 'openLink', url });
    });
    if (facts.some(({ value }) => value !== '')) this.#card.replaceChildren(renderFacts(facts));
    else if (cardError) this.#card.replaceChildren(el('p', 'details-error', {}, say(cardError)));
    else {
      const none = complete === false ? t('Reading…') : t('Nothing is published.');
      this.#card.replaceChildren(el('p', 'details-none', {}, none));
    }
  }

  /** The page may be closed with the next event, and its own state with it. */
  #tellNote(): void {
    const note = this.#note.kept ?? null;
    const json = JSON.stringify(note);
    if (json === this.#keptNote) return;
    this.#keptNote = json;
    this.#panel.tell({ type: 'keepNote', note });
  }

  #keep(): void {
    const { kept } = this.#note;
    const state: DetailsState = { ...this.#of, ...(kept && { note: kept }) };
    this.#panel.vscode.setState(state);
  }
}

/** When a stranger was online, in ms since 1970, according to their server. */
function lastSeenBy(answers: ContactDetailsView | undefined, time: number): number | undefined {
  return answers?.lastSeen === undefined ? undefined : time - answers.lastSeen * 1000;
}
