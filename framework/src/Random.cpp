//
// Random.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Random.h"
#include <algorithm>
#include <cerrno>
#include <sys/random.h>


namespace WS {


bool Random::fill(std::span<char> bytes, const Options& options)
{
	while (!bytes.empty())
	{
		if (_used == _block.size())
		{
			if (!refill(_block, options)) return false;
			_used = 0;
		}
		const auto size = std::min(bytes.size(), _block.size() - _used);
		std::copy_n(_block.begin() + static_cast<std::ptrdiff_t>(_used), size, bytes.begin());
		_used += size;
		bytes = bytes.subspan(size);
	}
	return true;
}


bool Random::refill(std::span<char> bytes, const Options& options)
{
	if (options.random)
	{
		// The application's function: what it throws must not leave a call that a peer caused.
		try
		{
			options.random(bytes);
			return true;
		}
		catch (...)
		{
			return false;
		}
	}
	while (!bytes.empty())
	{
		const ssize_t size = ::getrandom(bytes.data(), bytes.size(), 0);
		if (size < 0 && errno != EINTR) return false;
		if (size > 0) bytes = bytes.subspan(static_cast<std::size_t>(size));
	}
	return true;
}


} // namespace WS
