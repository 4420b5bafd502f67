//
// PingCallbacks.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "PingCallbacks.h"
#include <algorithm>
#include <iterator>


namespace WS {


void PingCallbacks::add(std::string_view payload, Callback done)
{
	if (!_pings) _pings = std::make_unique<std::vector<Ping>>();
	_pings->push_back({std::string(payload), std::move(done)});
}


std::vector<PingCallbacks::Ping> PingCallbacks::takeAnswered(std::string_view payload)
{
	if (!_pings) return {};
	const auto newest = std::find_if(_pings->rbegin(), _pings->rend(), [&](const Ping& ping) { return ping.payload == payload; });
	if (newest == _pings->rend()) return {};

	const auto end = newest.base();
	std::vector<Ping> answered(std::make_move_iterator(_pings->begin()), std::make_move_iterator(end));
	_pings->erase(_pings->begin(), end);
	return answered;
}


std::vector<PingCallbacks::Ping> PingCallbacks::takeAll()
{
	std::vector<Ping> all;
	if (_pings) all = std::move(*_pings);
	_pings.reset();
	return all;
}


} // namespace WS
