// The chat room: each text comes back to everybody as "NAME: TEXT"; a notice begins with "* ".
import { BoundedLog, byId, clock, element, hint } from './dom.js';
import { Link } from './link.js';

const GROUP_FOR = 120000;       // one author's messages stand together for so many milliseconds
const MAX_UNSEEN = 500;         // own messages that have not come back yet


export class Chat {
	constructor() {
		this.link = new Link('chat', { changed: (state, how) => this.changed(state, how), message: data => this.message(data) });
		this.log = new BoundedLog(byId('chat-log'), byId('chat-log'), byId('chat-newest'));
		byId('chat-join-form').addEventListener('submit', event => { event.preventDefault(); this.toggle(); });
		byId('chat-form').addEventListener('submit', event => { event.preventDefault(); this.say(); });
	}

	toggle() {
		if (this.link.state === 'open') this.link.close(1000, '');
		else if (this.link.state === 'connecting') this.link.close();
		else if (this.link.state !== 'closing') this.join();
	}

	join() {
		const field = byId('chat-name');
		const name = field.value.trim();
		const bad = /[:\p{Cc}]/u.test(name) ? 'no colon or control character' : name.startsWith('*') ? 'may not begin with a star' : '';
		if (!hint('chat-hint', bad, field)) return;
		this.me = name;
		this.unseen = [];
		this.link.open(name ? `?name=${encodeURIComponent(name)}` : '', []);
	}

	changed(state, { code, detail, reason }) {
		const open = state === 'open';
		const busy = open || state === 'connecting' || state === 'closing';
		const hadFocus = byId('chat-form').contains(document.activeElement);
		byId('chat-toggle').textContent = open || state === 'closing' ? 'Leave' : busy ? 'Cancel' : 'Join';
		byId('chat-name').readOnly = busy;
		byId('chat-text').disabled = byId('chat-send').disabled = !open;
		if (open) this.introduce();
		if (open) byId('chat-text').focus();
		else if (hadFocus) byId('chat-toggle').focus();
		if (state === 'closed') this.notice(`The connection was closed: ${code} ${detail}${reason ? ` “${reason}”` : ''}`);
	}

	introduce() {
		byId('chat-detail').textContent = this.me ? `You are ${this.me}.` : 'You are a guest.';
	}

	say() {
		const field = byId('chat-text');
		if (this.link.state !== 'open' || !field.value) return;
		this.unseen.push(field.value);
		this.unseen.splice(0, Math.max(0, this.unseen.length - MAX_UNSEEN));
		this.link.send(field.value);
		field.value = '';
		this.log.follow(true);
	}

	message(data) {
		if (typeof data !== 'string') return this.notice(`A binary message of ${data.byteLength} bytes`);
		if (data.startsWith('* ')) return this.news(data.slice(2));
		const colon = data.indexOf(': ');
		if (colon < 0) return this.notice(data);
		this.said(data.slice(0, colon), data.slice(colon + 2));
	}

	// A guest learns the name that the server has picked from the first notice.
	news(text) {
		if (!this.me && text.endsWith(' joined')) {
			this.me = text.slice(0, -' joined'.length);
			this.introduce();
		}
		this.notice(text);
	}

	notice(text) {
		this.log.append(element('li', { class: 'notice' }, element('span', {}, text), element('time', {}, clock())));
	}

	// A message is our own if it bears our name and is the next that we have sent: names need not be unique.
	said(name, text) {
		const own = this.unseen[0] === text && name === (this.me || name);
		if (own) this.unseen.shift();
		const last = this.log.list.lastElementChild;
		const more = last?.dataset.name === name && last.classList.contains('own') === own && Date.now() - last.dataset.at < GROUP_FOR;
		const tint = [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 997, 7) % 6;
		const row = element('li', { class: `message tint-${tint}` },
			element('span', { class: 'face', 'aria-hidden': 'true' }, [...name][0]?.toUpperCase() ?? '?'),
			element('span', { class: 'by' }, element('span', { class: 'name' }, own ? `${name} (you)` : name), element('time', {}, clock())),
			element('span', { class: 'text', dir: 'auto' }, text));
		row.classList.toggle('own', own);
		row.classList.toggle('more', Boolean(more));
		Object.assign(row.dataset, { name, at: Date.now() });
		this.log.append(row);
		this.log.list.firstElementChild.classList.remove('more');
	}
}
