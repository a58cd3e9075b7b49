import assert from 'node:assert/strict';
import { sessionBusSockets } from '../../../../src/ui/desktop/dbus/busAddress.ts';

describe('the address of the session bus', () => {
  const socketsOf = (DBUS_SESSION_BUS_ADDRESS: string, XDG_RUNTIME_DIR = '/run/user/1') =>
    sessionBusSockets({ DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR });

  it('may be a path, an abstract name or in the runtime folder, with escapes', () => {
    assert.deepEqual(socketsOf('unix:path=/run/user/0/bus'), ['/run/user/0/bus']);
    assert.deepEqual(socketsOf('unix:path=/tmp/a%2cb%3d1,guid=12'), ['/tmp/a,b=1']);
    assert.deepEqual(socketsOf('unix:abstract=/tmp/dbus-x,guid=12'), ['\0/tmp/dbus-x']);
    assert.deepEqual(socketsOf('unix:runtime=yes'), ['/run/user/1/bus']);
  });

  it('may be several, of which others than sockets are left out', () => {
    assert.deepEqual(socketsOf('tcp:host=evil.example,port=1;unix:path=/a;autolaunch:'), ['/a']);
    assert.deepEqual(socketsOf('unix:exec=/bin/sh;launchd:env=X;;%'), []);
    assert.deepEqual(socketsOf('unix:path=%ff'), ['%ff']);
  });

  it('is in the runtime folder where nobody says anything', () => {
    assert.deepEqual(socketsOf(''), ['/run/user/1/bus']);
    assert.deepEqual(sessionBusSockets({}), []);
  });
});
