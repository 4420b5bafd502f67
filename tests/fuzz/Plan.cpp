//
// Plan.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Plan.h"
#include <algorithm>


namespace WS::Fuzz {


namespace {


enum: unsigned
	/// Bits of the first byte.
{
	LENGTH = 0x03,
	FEW_FRAGMENTS = 0x04,
	OUTPUT = 0x18,
	SMALL_HEAD = 0x20,
	POOL = 0x40,
	NO_MASKS = 0x80
};


enum: unsigned
	/// The values of OUTPUT.
{
	NO_HIGH_WATER = 0x08,
	LOW_HIGH_WATER = 0x10,
	DRAINED = 0x18
};


enum: unsigned
	/// Bits of the second byte.
{
	REACTION = 0x07,
	IN_MESSAGES = 0x08,
	IN_CONTROLS = 0x10,
	IN_THE_REST = 0x20
};


void fillWithKeys(std::span<char> bytes)
	// First the nonce of RFC 6455 1.3, whose key the seeds answer, then the masking key of 5.7.
{
	constexpr std::string_view NONCE = "the sample nonce";
	constexpr std::string_view MASK = "\x37\xfa\x21\x3d";
	for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = i < NONCE.size() ? NONCE[i] : MASK[i % MASK.size()];
}


} // namespace


Plan::Plan(std::string_view input)
{
	std::copy_n(input.begin(), std::min(input.size(), SIZE), _bytes.begin());
}


std::shared_ptr<const Options> Plan::options() const
{
	static std::array<std::shared_ptr<const Options>, 256> kept;
	if (_bytes[0] & POOL) return makeOptions();
	auto& options = kept[_bytes[0]];
	if (!options) options = makeOptions();
	return options;
}


std::shared_ptr<const Options> Plan::makeOptions() const
{
	auto options = std::make_shared<Options>();
	const unsigned limits = _bytes[0];
	if (limits & LENGTH) options->maxLength = SMALL_LENGTHS[limits & LENGTH];
	if (limits & FEW_FRAGMENTS) options->maxFragments = 3;
	if ((limits & OUTPUT) == NO_HIGH_WATER) options->outputHighWater = 0;
	if ((limits & OUTPUT) == LOW_HIGH_WATER) options->outputHighWater = 60;
	if (drains()) options->outputHighWater = UNLIMITED;
	if (limits & SMALL_HEAD)
	{
		options->maxRequestLine = 40;
		options->maxHeaderLine = 60;
		options->maxHeaders = 8;
		options->maxHead = 300;
		options->maxResponseBody = 16;
	}
	if (limits & POOL) options->buffers = std::make_shared<BufferPool>();
	options->requireMasking = (limits & NO_MASKS) == 0;
	options->protocols = {"chat", "superchat"};
	options->random = fillWithKeys;
	return options;
}


Reaction Plan::reaction() const
{
	return static_cast<Reaction>(_bytes[1] & REACTION);
}


bool Plan::reactsInMessages() const
{
	return (_bytes[1] & IN_MESSAGES) != 0;
}


bool Plan::reactsInControls() const
{
	return (_bytes[1] & IN_CONTROLS) != 0;
}


bool Plan::reactsInTheRest() const
{
	return (_bytes[1] & IN_THE_REST) != 0;
}


Start Plan::start() const
{
	return static_cast<Start>(_bytes[1] >> 6);
}


bool Plan::drains() const
{
	return (_bytes[0] & OUTPUT) == DRAINED;
}


std::size_t Plan::pieceSize(std::size_t index) const
{
	constexpr std::size_t FIRST = 2;
	const bool byByte = std::all_of(_bytes.begin() + FIRST, _bytes.end(), [](unsigned char size) { return size == 0; });
	return byByte ? 1 : _bytes[FIRST + index % (SIZE - FIRST)];
}


unsigned takeByte(std::string_view& input)
{
	if (input.empty()) return 0;
	const auto first = static_cast<unsigned char>(input.front());
	input.remove_prefix(1);
	return first;
}


} // namespace WS::Fuzz
