//
// ScriptedPeer.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/ScriptedPeer.h"
#include <utility>


namespace WS::Test {


ScriptedPeer::ScriptedPeer(std::vector<Bytes> answers):
	_answers(std::move(answers))
{
}


bool ScriptedPeer::send(std::string_view bytes, Conformance::Deadline)
{
	if (!isReading) return false;
	_written.emplace_back(bytes);
	if (_written.size() > _answers.size()) return true;

	auto answer = _answers[_written.size() - 1].view();
	_ended = answer.ends_with(END.view());
	if (_ended) answer.remove_suffix(END.size());
	_arrived += answer;
	return true;
}


Conformance::Transport::Arrival ScriptedPeer::receive(std::string& bytes, Conformance::Deadline)
{
	bytes += std::exchange(_arrived, {});
	if (!bytes.empty()) return Arrival::BYTES;
	return _ended ? Arrival::ENDED : Arrival::NOTHING;
}


void ScriptedPeer::end()
{
	_ended = true;
}


} // namespace WS::Test
