// What both parts of the page use: elements, times, hints and a bounded log.
export const byId = id => document.getElementById(id);


export function element(name, attributes = {}, ...children) {
	const made = document.createElement(name);
	for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
	made.append(...children);
	return made;
}


export function clock(millis) {
	const now = new Date();
	const text = [now.getHours(), now.getMinutes(), now.getSeconds()].map(part => String(part).padStart(2, '0')).join(':');
	return millis ? text + '.' + String(now.getMilliseconds()).padStart(3, '0') : text.slice(0, 5);
}


// Shows what is wrong in a hint's place, until its field is changed; without text, what stood there at first.
// Returns whether all is well.
export function hint(id, text, field) {
	const place = byId(id);
	place.dataset.first ??= place.textContent;
	place.textContent = text || place.dataset.first;
	place.classList.toggle('bad', Boolean(text));
	if (field) field.setAttribute('aria-invalid', String(Boolean(text)));
	if (text && field) {
		field.focus();
		field.addEventListener('input', () => hint(id, '', field), { once: true });
	}
	return !text;
}


const MAX_ROWS = 500;      // a log keeps its newest rows


// A scrolled list of at most MAX_ROWS rows that stays at its end unless its reader has scrolled up.
export class BoundedLog {
	constructor(scroller, list, newest) {
		Object.assign(this, { scroller, list, newest, top: 0 });
		this.follow(true);
		scroller.addEventListener('scroll', () => this.scrolled());
		newest.addEventListener('click', () => { this.follow(true); scroller.focus(); });
		new ResizeObserver(() => this.settle()).observe(scroller);
	}

	append(row) {
		this.list.append(row);
		while (this.list.childElementCount > MAX_ROWS) this.list.firstElementChild.remove();
		if (!this.following) this.newest.hidden = false;
		this.settle();
	}

	follow(following) {
		this.following = following;
		this.scroller.classList.toggle('following', following);
		if (following) this.newest.hidden = true;
		this.settle();
	}

	scrolled() {
		const { scrollTop, scrollHeight, clientHeight } = this.scroller;
		if (scrollHeight - scrollTop - clientHeight < 8) this.follow(true);
		else if (scrollTop < this.top) this.follow(false);
		this.top = scrollTop;
	}

	settle() {
		if (!this.following || this.settling) return;
		this.settling = requestAnimationFrame(() => {
			this.settling = 0;
			if (this.following) this.scroller.scrollTop = this.scroller.scrollHeight;
		});
	}
}
