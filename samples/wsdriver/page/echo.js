// The echo console: what is sent comes back in order and is compared with what was sent.
import { BoundedLog, byId, clock, element, hint } from './dom.js';
import { Link } from './link.js';
import { MEBIBYTE, Payload, byteLength } from './payload.js';

const MAX_IN_FLIGHT = 48 * MEBIBYTE;    // sent and not yet come back
const MAX_REASON = 123;                 // bytes that a close frame has left beside its code
const TRIPS = 48;                       // round trips in the chart

const count = number => number.toLocaleString('en');


function size(bytes) {
	if (bytes < 1024) return `${bytes} B`;
	return bytes < MEBIBYTE ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / MEBIBYTE).toFixed(1)} MiB`;
}


function duration(ms) {
	return ms < 100 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}


export class Echo {
	constructor() {
		this.link = new Link('echo', { changed: (state, how) => this.changed(state, how), message: data => this.message(data) });
		this.log = new BoundedLog(byId('echo-log'), byId('echo-rows'), byId('echo-newest'));
		this.inFlight = [];
		this.clear();
		this.listen();
	}

	listen() {
		const submit = (id, act) => byId(id).addEventListener('submit', event => { event.preventDefault(); act(); });
		submit('echo-connect-form', () => this.toggle());
		submit('echo-text-form', () => this.send(Payload.text(byId('echo-text').value)));
		submit('echo-binary-form', () => this.sendRandom());
		submit('echo-close-form', () => this.close());
		byId('echo-large-text').addEventListener('click', () => this.send(Payload.mebibyteOfText()));
		byId('echo-large-binary').addEventListener('click', () => this.send(Payload.random(MEBIBYTE)));
		byId('echo-close-reason').addEventListener('input', () => this.countReason());
		byId('echo-clear').addEventListener('click', () => this.clear());
	}

	toggle() {
		const protocols = byId('echo-protocol').value.split(/[\s,]+/).filter(Boolean);
		if (this.link.state === 'open') this.link.close(1000, '');
		else if (this.link.state === 'connecting') this.link.close();
		else if (this.link.state !== 'closing') this.link.open('', protocols);
	}

	changed(state, { code, detail, reason }) {
		const open = state === 'open';
		const busy = open || state === 'connecting' || state === 'closing';
		const toggle = byId('echo-toggle');
		const buttons = document.querySelectorAll('.desk button:not(#echo-toggle)');
		if (!open && [...buttons].includes(document.activeElement)) toggle.focus();
		for (const button of buttons) button.disabled = !open;
		toggle.textContent = open || state === 'closing' ? 'Disconnect' : busy ? 'Cancel' : 'Connect';
		byId('echo-protocol').readOnly = busy;
		if (!busy) this.inFlight = [];
		this.event(state, [byId('echo-state').textContent, code, detail, reason && `“${reason}”`].filter(Boolean).join(' · '));
	}

	sendRandom() {
		const field = byId('echo-size');
		const length = Number(field.value);
		const fits = field.value !== '' && Number.isInteger(length) && length >= 0 && length <= Number(field.max);
		if (hint('echo-size-hint', fits ? '' : 'a whole number, 0 to 16,777,216', field)) this.send(Payload.random(length));
	}

	send(payload) {
		const waiting = this.inFlight.reduce((sum, sent) => sum + sent.size, 0);
		if (this.link.state !== 'open') return;
		if (!hint('echo-large-hint', waiting > MAX_IN_FLIGHT ? `${size(waiting)} are still on the way` : '')) return;
		this.inFlight.push(Object.assign(payload, { number: ++this.number, at: performance.now() }));
		this.link.send(payload.data);
		this.sums.sent += 1;
		this.sums.sentBytes += payload.size;
		this.row('sent', payload);
		this.showSums();
	}

	message(data) {
		const now = performance.now();
		const got = typeof data === 'string' ? Payload.text(data) : Payload.binary(data);
		const sent = this.inFlight.shift();
		const at = sent ? Payload.difference(sent, got) : 0;
		const trip = sent ? now - sent.at : 0;
		got.number = sent?.number ?? '?';
		this.sums.received += 1;
		this.sums.receivedBytes += got.size;
		this.sums[at < 0 ? 'same' : 'different'] += 1;
		if (sent) this.trips = [...this.trips, trip].slice(-TRIPS);
		const verdict = at < 0 ? duration(trip) : sent ? `from ${count(at)} on` : 'never sent';
		this.row('received', got, at < 0 ? 'same' : 'different', verdict);
		this.showSums();
	}

	close() {
		const code = byId('echo-close-code');
		const reason = byId('echo-close-reason');
		const number = /^\d{4}$/.test(code.value) ? Number(code.value) : 0;
		const allowed = number === 1000 || (number >= 3000 && number <= 4999);
		const bytes = this.countReason();
		hint('echo-close-hint', '', reason);
		if (!hint('echo-close-hint', allowed ? '' : 'Only 1000 and 3000 to 4999 are allowed.', code)) return;
		if (!hint('echo-close-hint', bytes > MAX_REASON ? `The reason has ${bytes} bytes, ${MAX_REASON} fit.` : '', reason)) return;
		if (this.link.state === 'open') this.link.close(number, reason.value);
	}

	countReason() {
		const bytes = byteLength(byId('echo-close-reason').value);
		byId('echo-reason-count').textContent = `${bytes} of ${MAX_REASON} bytes`;
		byId('echo-reason-count').classList.toggle('bad', bytes > MAX_REASON);
		return bytes;
	}

	row(kind, payload, check, verdict = '') {
		const { type, size, number } = payload;
		const cell = (name, ...children) => element('td', { role: 'cell', class: name }, ...children);
		const row = element('tr', { role: 'row', class: kind, 'data-kind': kind, 'data-type': type, 'data-size': size, 'data-number': number },
			cell('time', clock(true)),
			cell('what', element('span', { class: 'arrow', 'aria-hidden': 'true' }), element('span', { class: 'quiet' }, kind), ` ${type} `, element('span', { class: 'serial' }, `#${number}`)),
			cell('number', count(size)),
			cell('check', check ? element('span', { class: 'word' }, `${check}, `) : '', verdict),
			cell('preview', element('span', { dir: 'auto' }, Payload.preview(payload))));
		if (check) row.dataset.check = check;
		this.log.append(row);
	}

	event(state, text) {
		this.log.append(element('tr', { role: 'row', class: 'event', 'data-kind': 'event', 'data-state': state },
			element('td', { role: 'cell', class: 'time' }, clock(true)),
			element('td', { role: 'cell', class: 'happened', colspan: 4 }, text)));
	}

	clear() {
		this.log.list.replaceChildren();
		this.log.follow(true);
		this.number = 0;
		this.trips = [];
		this.sums = { sent: 0, sentBytes: 0, received: 0, receivedBytes: 0, same: 0, different: 0 };
		this.showSums();
	}

	// At most once a frame.
	showSums() {
		this.showing ??= requestAnimationFrame(() => {
			this.showing = undefined;
			this.drawSums();
			this.drawTrips();
		});
	}

	drawSums() {
		const { sent, sentBytes, received, receivedBytes, same, different } = this.sums;
		const median = [...this.trips].sort((a, b) => a - b)[this.trips.length >> 1];
		byId('sum-sent').textContent = sent ? `${count(sent)} · ${size(sentBytes)}` : '0';
		byId('sum-received').textContent = received ? `${count(received)} · ${size(receivedBytes)}` : '0';
		byId('sum-same').textContent = count(same);
		byId('sum-different').textContent = count(different);
		byId('sum-different-cell').classList.toggle('bad', different > 0);
		byId('sum-median').textContent = median === undefined ? '–' : duration(median);
	}

	// One bar for each of the last round trips; their heights are logarithmic, from 0.1 ms to 1 s.
	drawTrips() {
		const chart = byId('trips');
		for (let at = chart.childElementCount; at < TRIPS; ++at) chart.append(document.createElementNS(chart.namespaceURI, 'rect'));
		[...chart.children].forEach((bar, at) => {
			const trip = this.trips[at - TRIPS + this.trips.length];
			const height = trip === undefined ? 1 : Math.min(32, Math.max(3, 8 * Math.log10(Math.max(trip, 0.1) * 10)));
			for (const [key, value] of Object.entries({ x: at * 4, y: 32 - height, width: 3, height })) bar.setAttribute(key, value);
			bar.classList.toggle('real', trip !== undefined);
		});
	}
}
