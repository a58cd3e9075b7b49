import assert from 'node:assert/strict';
import { Emitter } from '../../../src/base/event.ts';
import { type Redrawn, TreeRedraws } from '../../../src/ui/treeRedraws.ts';
import { FakeClock } from '../../support/fakeClock.ts';

describe('what is redrawn of a tree', () => {
  let clock: FakeClock;
  let told: (string[] | undefined)[];
  let redraws: TreeRedraws<string>;
  let view: { visible: boolean };
  let shown: Emitter<undefined>;

  const start = (select?: (changed: Redrawn<string>) => Redrawn<string>) => {
    clock = new FakeClock();
    shown = new Emitter();
    view = { visible: true };
    told = [];
    redraws = new TreeRedraws(select, { clock });
    redraws.watch(Object.assign(view, { onDidChangeVisibility: shown.event }));
    redraws.onDidChange((nodes) => told.push(nodes));
  };
  beforeEach(() => {
    start();
  });
  const taken = () => told.splice(0);

  it('is told in batches, each row once', () => {
    redraws.requested();
    redraws.add(['ada']);
    redraws.add(['bob', 'ada']);
    clock.advance(99);
    assert.deepEqual(taken(), []);
    clock.advance(1);
    assert.deepEqual(taken(), [['ada', 'bob']]);
    redraws.add([]);
    clock.advance(1000);
    assert.deepEqual(taken(), []);
  });

  it('is what is chosen of it then', () => {
    start((changed) => changed.filter((node) => node !== 'ada'));
    redraws.requested();
    redraws.add(['ada', 'bob']);
    clock.advance(100);
    assert.deepEqual(taken(), [['bob']]);
  });

  it('is nothing of the whole before that was read, which is then as it is by then', () => {
    redraws.add([undefined]);
    clock.advance(100);
    assert.deepEqual(taken(), []);
    redraws.requested();
    redraws.add(['ada', undefined]);
    clock.advance(100);
    assert.deepEqual(taken(), [undefined]);
    redraws.add([undefined]);
    clock.advance(100);
    assert.deepEqual(taken(), []);
  });

  it('is the whole again while the editor does not read it', () => {
    redraws.requested();
    redraws.add([undefined]);
    clock.advance(100);
    clock.advance(1999);
    assert.deepEqual(taken(), [undefined]);
    clock.advance(1);
    clock.advance(2000);
    assert.deepEqual(taken(), [undefined, undefined]);
    redraws.requested();
    clock.advance(60_000);
    assert.deepEqual([taken(), clock.pending], [[], 0]);
  });

  it('waits for a view that does not show, and is told again if it then is not read', () => {
    redraws.requested();
    view.visible = false;
    redraws.add([undefined]);
    clock.advance(60_000);
    assert.deepEqual([taken(), clock.pending], [[undefined], 0]);
    view.visible = true;
    shown.fire(undefined);
    clock.advance(2000);
    assert.deepEqual(taken(), [undefined]);
  });

  it('ends with the tree', () => {
    redraws.requested();
    redraws.add([undefined]);
    redraws.dispose();
    shown.fire(undefined);
    assert.equal(clock.pending, 0);
  });
});
