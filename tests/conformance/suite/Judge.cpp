//
// Judge.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/suite/Judge.h"
#include <algorithm>


namespace Conformance {


namespace {


constexpr std::chrono::seconds SECOND(1);
constexpr std::size_t MAX_REPORTED = 1000;


std::string codes(const Ending& ending)
{
	std::string result;
	for (const int code: ending.codes)
		if (result.empty() || code != ending.codes.front()) result += (result.empty() ? "" : " or ") + std::to_string(code);
	return result;
}


class Trial
{
public:
	Trial(const Case& c, Transport& transport, const Conditions& conditions):
		_case(c),
		_kind(c.beyondLimit && !conditions.limited ? Ending::INFORMATIONAL : c.ending.kind),
		_conditions(conditions),
		_extensions(transport.extensions()),
		_dialogue(transport, conditions.peer, conditions.timeout, conditions.seed),
		_deadline(Clock::now() + atLeastTimeout(std::chrono::seconds(c.patience)))
	{
	}

	Result run()
	{
		auto result = handshake();
		if (result.verdict == Result::PASSED) result = trial();
		_dialogue.end();
		return result;
	}

private:
	Clock::duration atLeastTimeout(Clock::duration wait) const
	{
		return std::max(wait, _conditions.timeout);
	}

	Result handshake()
		/// PASSED: the case can be run.
	{
		if (auto fault = negotiationFault(); !fault.empty()) return {Result::FAILED, fault};
		if (_case.negotiation.kind != Negotiation::DEFLATE) return {};

		const bool isServer = _conditions.peer == Peer::SERVER;
		const auto answer = isServer ? _extensions : answerTo(_extensions, _case.negotiation);
		if (answer.empty()) return unimplemented(isServer ? "declined permessage-deflate" : "did not offer what it takes");
		const auto agreement = agreed(answer);
		_dialogue.agree(agreement);
		const auto& own = isServer ? agreement.client : agreement.server;
		return _case.takeover && !own.takeover ? unimplemented("wants no message to refer to earlier ones") : Result{};
	}

	std::string negotiationFault() const
	{
		if (_conditions.peer == Peer::SERVER) return violation(_extensions, _case.negotiation);
		return _case.negotiation.comparing ? offerViolation(_extensions) : "";
	}

	Result unimplemented(std::string reason)
		/// Ends the connection without a word about the case.
	{
		_dialogue.send({close(1000)}, {}, Clock::now() + SECOND);
		_dialogue.awaitClose(MAX_REPORTED, Clock::now() + atLeastTimeout(SECOND));
		return {Result::UNIMPLEMENTED, std::move(reason)};
	}

	Result trial()
	{
		auto reason = _case.messages ? echo(*_case.messages) : repeat();
		if (reason.empty()) reason = ending();
		if (_kind == Ending::INFORMATIONAL) return {Result::INFORMATIONAL, reason};
		if (!reason.empty()) return {Result::FAILED, reason};
		const bool mustCompress = _case.messages && _case.negotiation.comparing;
		return mustCompress && _dialogue.compressedMessages() == 0 ? Result{Result::UNIMPLEMENTED, "compressed nothing"} : Result{};
	}

	std::string echo(const Messages& messages)
	{
		SampleReader sample(messages.sample, messages.opcode == TEXT);
		const auto count = messages.count > 0 ? messages.count : _conditions.messages;
		std::string reason;
		for (int i = 0; i < count && reason.empty(); ++i)
		{
			const auto message = sample.next(messages.size);
			_dialogue.send(_dialogue.compressed(messages.opcode, message, messages.fragment), {}, _deadline);
			if (_kind != Ending::CLEAN) return {};
			_dialogue.await(1, _deadline);
			reason = difference({{messages.opcode, message}}, _dialogue.takeEvents());
		}
		return reason;
	}

	std::string repeat()
	{
		std::string reason;
		for (int round = 0; round < _case.rounds && reason.empty(); ++round) reason = exchange();
		return reason;
	}

	std::string exchange()
		/// The steps, and what has to come back in each round. Returns what is wrong.
	{
		for (const auto& step: _case.steps) perform(step);
		if (_kind != Ending::CLEAN) return {};
		_dialogue.await(_case.expected.size(), _deadline);
		return difference();
	}

	void perform(const Step& step)
	{
		switch (step.kind)
		{
		case Step::SEND:
			if (!_dialogue.isOver()) _dialogue.send(step.frames, step.manner, _deadline);
			break;
		case Step::PAUSE:
			_deadline += SECOND;
			_dialogue.awaitClose(MAX_REPORTED, Clock::now() + SECOND);
			_early = _dialogue.isOver();
			break;
		case Step::WAIT:
			_deadline += atLeastTimeout(SECOND);
			_dialogue.awaitClose(_case.expected.size(), Clock::now() + atLeastTimeout(SECOND));
			_late = !_dialogue.isOver();
			break;
		}
	}

	std::string ending()
	{
		switch (_kind)
		{
		case Ending::CLEAN:
			_dialogue.awaitClose(0, Deadline::min());
			if (_dialogue.close() || _dialogue.hasEnded()) return "ended the connection itself: " + instead();
			_dialogue.send({close(1000)}, {}, Clock::now() + atLeastTimeout(SECOND));
			_dialogue.awaitClose(0, Clock::now() + atLeastTimeout(SECOND));
			return answer({});
		case Ending::ANSWERED:
			_dialogue.awaitClose(_case.expected.size(), _deadline);
			return answer(_case.expected);
		case Ending::FAILED:
			_dialogue.awaitClose(_case.expected.size(), _deadline);
			return failure();
		default:
			_dialogue.awaitClose(MAX_REPORTED, _deadline);
			return report();
		}
	}

	std::string difference()
		/// Between what had to arrive and what did.
	{
		return difference(_case.expected, _dialogue.takeEvents());
	}

	std::string difference(const std::vector<Expected>& expected, const std::vector<Event>& events) const
	{
		if (!_dialogue.fault().empty()) return _dialogue.fault();
		for (std::size_t i = 0; i < expected.size(); ++i)
		{
			if (i >= events.size()) return "expected " + describe(expected[i]) + ", received " + instead();
			if (!expected[i].matches(events[i])) return "expected " + describe(expected[i]) + ", received " + describe(events[i]);
		}
		if (events.size() > expected.size()) return "received " + describe(events[expected.size()]) + ", which nobody asked for";
		return {};
	}

	std::string instead() const
		/// What there was in place of an event or an end.
	{
		if (_dialogue.close()) return describe(*_dialogue.close());
		if (_dialogue.hasEnded()) return "the end of the connection";
		return _dialogue.isStuck() ? "nothing, not even what was sent was read" : "nothing";
	}

	std::string answer(const std::vector<Expected>& expected)
		/// What is wrong with a closing handshake that we have begun.
	{
		if (auto reason = difference(expected, _dialogue.takeEvents()); !reason.empty()) return reason;
		const auto wanted = "expected the answer close " + codes(_case.ending) + ", received ";
		if (!_dialogue.close() || !isGood(*_dialogue.close())) return wanted + instead();

		if (_conditions.peer == Peer::CLIENT) return {};
		_dialogue.awaitEnd(Clock::now() + atLeastTimeout(SECOND));
		if (!_dialogue.fault().empty()) return _dialogue.fault();
		return _dialogue.hasEnded() ? "" : "answered the close, but did not end the connection";
	}

	std::string failure()
		/// What is wrong with the way in which the peer failed the connection.
	{
		const auto& fault = _dialogue.fault();
		const auto events = _dialogue.takeEvents();
		const bool wellEnded = fault.empty() && _dialogue.isOver() && (!_dialogue.close() || isGood(*_dialogue.close()));
		if (wellEnded && events.empty() && !_case.expected.empty()) return "not strict: the connection failed without " + describe(_case.expected.front()) + ", which was good";
		if (auto reason = difference(_case.expected, events); !reason.empty()) return reason;

		const auto wanted = "expected the end of the connection with close " + codes(_case.ending) + ", received ";
		if (!wellEnded) return wanted + instead();
		if (_early) return "ended the connection before anything was wrong";
		return _late ? "not strict: failed the connection only when more had come, not at the bad octet" : "";
	}

	std::string report()
	{
		if (!_dialogue.fault().empty()) return _dialogue.fault();
		std::string result;
		for (const auto& event: _dialogue.takeEvents()) result += describe(event) + ", then ";
		return result + instead();
	}

	bool isGood(const Close& close) const
	{
		const auto& [kind, codes, withoutCode] = _case.ending;
		return close.code ? std::find(codes.begin(), codes.end(), *close.code) != codes.end() : withoutCode;
	}

	const Case& _case;
	const Ending::Kind _kind;
	const Conditions& _conditions;
	const std::string _extensions;
	Dialogue _dialogue;
	Deadline _deadline;
	bool _early = false;
	bool _late = false;
};


} // namespace


Result run(const Case& c, Transport& transport, const Conditions& conditions)
{
	return Trial(c, transport, conditions).run();
}


} // namespace Conformance
