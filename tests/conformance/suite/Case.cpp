//
// Case.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/suite/CaseGroups.h"
#include <algorithm>
#include <fnmatch.h>
#include <stdexcept>


namespace Conformance {


namespace {


bool matchesOne(const std::string& id, const std::vector<std::string>& patterns)
{
	return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
		return fnmatch(pattern.c_str(), id.c_str(), 0) == 0 || fnmatch((pattern + ".*").c_str(), id.c_str(), 0) == 0;
	});
}


int digit(char c)
{
	if (c >= '0' && c <= '9') return c - '0';
	if (c >= 'a' && c <= 'f') return c - 'a' + 10;
	throw std::invalid_argument(std::string("not a hex digit: ") + c);
}


} // namespace


std::string Case::group() const
{
	return id.substr(0, id.find('.'));
}


Cases allCases(Peer peer)
{
	Cases cases;
	for (const auto add: {addFraming, addPings, addReservedBits, addOpcodes, addFragmentation, addUTF8, addCloses, addLimits, addAutoFragmentation, addDeflate}) add(cases);
	addAgreements(cases, peer);
	addBadData(cases);
	addUnusual(cases);
	return cases;
}


Cases select(Cases cases, const std::vector<std::string>& wanted, const std::vector<std::string>& unwanted)
{
	std::erase_if(cases, [&](const Case& c) {
		return (!wanted.empty() && !matchesOne(c.id, wanted)) || matchesOne(c.id, unwanted);
	});
	return cases;
}


Step send(Frames frames, Manner manner)
{
	return Step{Step::SEND, std::move(frames), manner};
}


Ending failed(int code)
{
	return Ending{Ending::FAILED, {code}, true};
}


std::string hex(std::string_view digits)
{
	std::string bytes;
	for (; !digits.empty(); digits.remove_prefix(2)) bytes += static_cast<char>(digit(digits.at(0)) << 4 | digit(digits.at(1)));
	return bytes;
}


std::string id(int group, int section, std::size_t number)
{
	return std::to_string(group) + "." + std::to_string(section) + "." + std::to_string(number);
}


std::string ownID(int section, std::size_t number)
{
	return "D." + std::to_string(section) + "." + std::to_string(number);
}


} // namespace Conformance
