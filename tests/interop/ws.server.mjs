// Runs npm's ws as the server of our client, InteropClient.cpp: see there what the paths are for.
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { once } from 'node:events';
import { WebSocketServer } from 'ws';
import { EMOJI, bytes, certificates, credentials, cut, equal, main, refusal, runClient, textOf } from './support.mjs';

const closed = [];
const pongs = [];
const errors = [];


const paths = {
	'/echo': ws => {
		ws.on('message', (data, isBinary) => ws.send(data, { binary: isBinary }));
	},

	'/ping': ws => {
		ws.on('pong', payload => ws.send(`answered: ${payload}`));
		ws.ping('are you there? 😀');
	},

	'/fragments': ws => {
		const text = Buffer.from(EMOJI);
		sendFragments(ws, Array.from(text, (_, i) => text.subarray(i, i + 1)), false);
		sendFragments(ws, cut(bytes(70000), 1, 66000, 66000, 69999), true, true);
		const long = Buffer.from(textOf(4000));
		sendFragments(ws, cut(long, ...Array.from({ length: 999 }, (_, i) => 4 * i + 2)), false);
		ws.on('pong', payload => pongs.push(`${payload}`));
		paths['/echo'](ws);
	},

	'/closed': ws => {
		ws.on('close', (code, reason) => closed.push([code, `${reason}`]));
	},

	'/close': (ws, query) => {
		ws.close(Number(query), 'because 🙂');
	},

	'/protocol': ws => paths['/echo'](ws),

	'/headers': (ws, query, request) => ws.send(request.headers['x-interop'] ?? 'none'),

	'/login': (ws, query, request) => ws.send(credentials(request))
};


function sendFragments(ws, fragments, binary, pings = false) {
	fragments.forEach((fragment, i) => {
		ws.send(fragment, { binary, fin: i === fragments.length - 1 });
		if (pings) ws.ping(`within ${i}`);
	});
}


function upgrade(wss, request, socket, head) {
	const [path, query] = request.url.split('?');
	if (path === '/refuse') return socket.end(refusal('Bearer'));
	if (path === '/login' && !credentials(request)) return socket.end(refusal('Basic'));
	wss.handleUpgrade(request, socket, head, ws => {
		ws.on('error', error => errors.push(`${request.url}: ${error.message}`));
		ws.on('close', code => { if (code === 1006) errors.push(`${request.url} was not closed in order`); });
		paths[path](ws, query, request);
	});
}


await main(async () => {
	const wss = new WebSocketServer({
		noServer: true,
		handleProtocols: (offered, request) => request.url === '/protocol' && offered.has('chat.v2') ? 'chat.v2' : false
	});
	wss.on('headers', headers => headers.push('X-Interop: from the server'));
	const server = process.env.TLS ? createSecureServer(certificates().server('server')) : createServer();
	server.on('upgrade', (request, socket, head) => upgrade(wss, request, socket, head));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');

	await runClient(`${process.env.TLS ? 'wss' : 'ws'}://127.0.0.1:${server.address().port}`);
	equal('the server saw how our client closed', closed, [
		[1000, ''], [1000, 'done'], [1001, 'auf Wiedersehen 👋'], [3000, textOf(123)], [4999, 'mine'], [1005, '']
	]);
	equal('the server got a pong for each ping between fragments', pongs, ['within 0', 'within 1', 'within 2', 'within 3', 'within 4']);
	equal('the server found nothing wrong', errors, []);
});
