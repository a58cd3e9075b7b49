import { systemClock } from '../base/clock.ts';
import { Emitter } from '../base/event.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';

/** Minimum time between redraws in ms, so that a flood of changes causes no flicker. */
const REDRAW_MS = 100;
/** How long the editor may take to read a tree that is redrawn, in ms. */
const READING_MS = 2000;

/** The part of the editor's view of a tree that matters. */
export interface RedrawnView {
  readonly visible: boolean;
  readonly onDidChangeVisibility: (listener: () => void) => Disposable;
}

/** Rows to redraw, each with all below it; `undefined` is the whole tree. */
export type Redrawn<Node> = readonly (Node | undefined)[];

/**
 * What the editor is to redraw of a tree, told in batches.
 *
 * The editor forgets all rows of a tree that is redrawn as a whole, and reads it again; but if it was
 * just reading it, it may be content with that, and then shows rows that it knows no more: their
 * menus name nothing, and nothing of them is redrawn. So the whole tree is redrawn only once what was
 * told before is read, and again if it is not.
 */
export class TreeRedraws<Node> implements Disposable {
  readonly #select: (changed: Redrawn<Node>) => Redrawn<Node>;
  readonly #clock;
  readonly #ms;
  readonly #changed = new Emitter<Node[] | undefined>();
  readonly #pending = new Set<Node | undefined>();
  readonly #owned = new DisposableStore();
  #view: RedrawnView | undefined;
  #timer: Disposable | undefined;
  /** Whether the editor has still to read the whole tree, as it has in the beginning. */
  #isUnread = true;
  #reading: Disposable | undefined;

  /** For `TreeDataProvider.onDidChangeTreeData`. */
  readonly onDidChange = this.#changed.event;

  /** @param select what is to be redrawn of all that may have changed; by default all of it */
  constructor(
    select: (changed: Redrawn<Node>) => Redrawn<Node> = (all) => all,
    { ms = REDRAW_MS, clock = systemClock } = {},
  ) {
    this.#select = select;
    this.#ms = ms;
    this.#clock = clock;
  }

  /** The view that shows the tree. */
  watch(view: RedrawnView): void {
    this.#view = view;
    this.#owned.add(
      view.onDidChangeVisibility(() => {
        this.#expectReading();
      }),
    );
  }

  /** Redraws what may have changed, soon. */
  add(changed: Redrawn<Node>): void {
    for (const node of changed) this.#pending.add(node);
    this.#timer ??= this.#clock.after(this.#ms, () => {
      this.#timer = undefined;
      const changed = [...this.#pending];
      this.#pending.clear();
      const selected = this.#select(changed);
      if (!selected.includes(undefined)) this.#tell([...new Set(selected as Node[])]);
      // What it has still to read is all that there is then.
      else if (!this.#isUnread) this.#tellAll();
    });
  }

  /** The editor reads the top level. */
  read(): void {
    this.#isUnread = false;
    this.#reading?.dispose();
    this.#reading = undefined;
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#reading?.dispose();
    this.#owned.dispose();
  }

  #tell(nodes: Node[]): void {
    if (nodes.length > 0) this.#changed.fire(nodes);
  }

  #tellAll(): void {
    this.#isUnread = true;
    this.#changed.fire(undefined);
    this.#expectReading();
  }

  /** A view that does not show is read once it does. */
  #expectReading(): void {
    if (!this.#isUnread || this.#view?.visible !== true) return;
    this.#reading ??= this.#clock.after(READING_MS, () => {
      this.#reading = undefined;
      if (this.#view?.visible === true) this.#tellAll();
    });
  }
}
