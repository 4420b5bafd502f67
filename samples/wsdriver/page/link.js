import { byId } from './dom.js';


const MEANINGS = {
	1000: 'normal', 1001: 'going away', 1002: 'protocol error', 1003: 'unsupported data', 1005: 'no code given',
	1006: 'connection lost without a close frame', 1007: 'invalid payload', 1008: 'policy violation', 1009: 'message too big',
	1010: 'extension missing', 1011: 'server error', 1012: 'service restart', 1013: 'try again later', 1014: 'bad gateway'
};

const meaning = code => MEANINGS[code] ?? (code >= 4000 ? 'application code' : code >= 3000 ? 'registered code' : 'unknown code');

const PULSE_MS = 420;       // from one end of the wire to the other
const stillness = matchMedia('(prefers-reduced-motion: reduce)');


// One WebSocket and how the page shows it: the wire, the state, close code and reason.
// States: idle, connecting, open, closing, closed, failed.
export class Link {
	constructor(name, handlers) {
		this.name = name;
		this.handlers = handlers;
		this.socket = null;
		this.state = 'idle';
		this.pulsed = {};
		this.url = new URL(name, document.baseURI);
		this.url.protocol = this.url.protocol === 'https:' ? 'wss:' : 'ws:';
	}

	open(query, protocols) {
		this.url.search = query;
		this.closedHere = false;
		this.show('connecting', { detail: `Opening ${this.url.origin}${this.url.pathname}` });
		try {
			this.socket = new WebSocket(this.url.href, protocols);
		} catch (error) {
			this.show('failed', { detail: error.message.replace(/^.*'WebSocket': /, '') });
			return;
		}
		this.listen(this.socket, protocols);
	}

	listen(socket, protocols) {
		let opened = false;
		const on = (event, handler) => socket.addEventListener(event, about => { if (socket === this.socket) handler(about); });
		socket.binaryType = 'arraybuffer';
		on('open', () => {
			opened = true;
			this.show('open', { detail: `Subprotocol: ${socket.protocol || 'none'}. Extensions: ${socket.extensions || 'none'}.` });
		});
		on('message', event => {
			this.pulse('in');
			this.handlers.message(event.data);
		});
		on('close', event => opened ? this.closed(event) : this.refused(protocols));
	}

	send(data) {
		this.socket.send(data);
		this.pulse('out');
	}

	close(code, reason) {
		this.closedHere = true;
		if (code) this.socket.close(code, reason);
		else this.socket.close();
		this.show('closing', { detail: 'waiting for the server’s close frame' });
	}

	closed(event) {
		const by = !event.wasClean ? '' : this.closedHere ? ', closed from here' : ', closed by the server';
		this.show('closed', { code: event.code, detail: meaning(event.code) + by, reason: event.reason });
	}

	// A browser does not tell a page why a handshake failed, so this names what it can be.
	refused(protocols) {
		let detail = `${this.url.host} is not running, or it refused the handshake.`;
		if (protocols.length) detail = `${this.url.host} is not running, or it does not speak “${protocols.join(', ')}”.`;
		if (this.closedHere) detail = 'Stopped before it was open.';
		this.show('failed', { detail });
	}

	show(state, { code = '', detail = '', reason = '' }) {
		this.state = state;
		for (const part of ['link', 'dot', 'panel']) byId(`${this.name}-${part}`).dataset.state = state;
		byId(`${this.name}-state`).textContent = {
			connecting: 'Connecting…', open: 'Connected', closing: 'Closing…', closed: 'Closed', failed: 'Could not connect'
		}[state];
		byId(`${this.name}-code`).textContent = code;
		byId(`${this.name}-detail`).textContent = detail;
		byId(`${this.name}-reason`).textContent = reason;
		this.handlers.changed(state, { code, detail, reason });
	}

	pulse(direction) {
		const now = performance.now();
		if (now - (this.pulsed[direction] ?? -PULSE_MS) < PULSE_MS || stillness.matches) return;
		this.pulsed[direction] = now;
		const way = direction === 'out' ? ['0%', '100%'] : ['100%', '0%'];
		document.querySelector(`#${this.name}-link .pulse.${direction}`)
			.animate(way.map(left => ({ left, opacity: 1 })), { duration: PULSE_MS, easing: 'ease-in-out' });
	}
}
