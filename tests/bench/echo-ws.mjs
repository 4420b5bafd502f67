// The same echo server on npm's ws, with permessage-deflate for messages of any size: what WS::Deflate is measured against.
//
// SPDX-License-Identifier: BSL-1.0

import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: { threshold: 0 } });
server.on('listening', () => console.log(`listening on port ${server.address().port}`));
server.on('connection', ws => {
	ws.on('error', () => {});        // wsload ends by closing its sockets
	ws.on('message', (data, isBinary) => ws.send(data, { binary: isBinary }));
});
